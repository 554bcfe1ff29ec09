"""`make search-bench`: our search and stock Material on the same pages and the same queries, in the same run."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import brotli
import yaml
from playwright.sync_api import CDPSession, Page

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent)]

import chromium  # noqa: E402 - found only after the line above
import measure  # noqa: E402
from projects import ROOT, copy_project, run, serving  # noqa: E402

from iopguide import prose, render  # noqa: E402
from iopguide.library import open_library  # noqa: E402

SLOWER = 4
"""How many times slower the browser runs while times are taken, as a cheap phone would."""

TYPED = """words => [...words].map((_, end) => {
  const field = document.querySelector('[role=combobox]');
  field.value = words.slice(0, end + 1);
  const start = performance.now();
  field.dispatchEvent(new InputEvent('input', {bubbles: true}));
  document.querySelector('dialog').getBoundingClientRect();
  return performance.now() - start;
})"""
"""Milliseconds from each key to results laid out."""


def main() -> None:
    """Builds both sites and prints one table."""
    with tempfile.TemporaryDirectory() as temporary, chromium.started() as browser:
        folder = Path(temporary)
        sites = {
            "ours": _our_site(folder),
            "ours, search.yml emptied": _bare_site(folder),
            "stock": _stock_site(folder),
        }
        print("set     what                      queries  first  three  MRR@10  nothing")
        for name, site in sites.items():
            with serving(site) as address:
                page = browser.new_page()
                find = _stock(page, address) if name == "stock" else measure.ours(page, address)
                for kind in ("tune", "report"):
                    wanted = measure.queries(kind)
                    found = find([str(query["query"]) for query in wanted])
                    print(f"{kind:7} {name:25} {measure.score(wanted, found)}", flush=True)
                if name == "ours":
                    _times(page)
                    _dialog_times(page, address)
                page.close()
        _sizes(sites["ours"])


def _our_site(folder: Path) -> Path:
    root = copy_project(ROOT, folder / "ours")
    assert run(root, "site").returncode == 0
    return root / "site"


def _bare_site(folder: Path) -> Path:
    root = copy_project(ROOT, folder / "bare")
    (root / "content/search.yml").write_text("same: []\nmeans: {}\nbehind: []\ncards: []\n")
    assert run(root, "site").returncode == 0
    return root / "site"


def _stock_site(folder: Path) -> Path:
    """The same pages as Markdown in a project of stock Material."""
    root = folder / "stock"
    library = open_library(ROOT)
    for path in library.pages:
        file = root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        text = prose.CITATION.sub("", render.draft(library, path))
        names = ", ".join(library.pages[path].meta.also_known_as)
        file.write_text(f"{text}\n\nAlso known as: {names}\n" if names else text)
    settings = {"site_name": "Stock", "theme": {"name": "material", "font": False}, "plugins": ["search"],
                "markdown_extensions": ["admonition", "tables", "md_in_html"]}  # fmt: skip
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings))
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, check=True, capture_output=True)
    return root / "site"


def _stock(page: Page, address: str) -> measure.Finder:
    """Types each query into Material's own box and reads its list."""
    page.goto(address)
    page.wait_for_timeout(1000)
    page.keyboard.press("/")  # only a focused box loads the index
    page.wait_for_timeout(1500)

    def find(texts: list[str]) -> list[list[str]]:
        found = []
        for text in texts:
            page.fill(".md-search__input", "")
            page.fill(".md-search__input", text)
            page.press(".md-search__input", "End")  # it listens to keys, not to changes
            page.wait_for_timeout(220)
            links: list[str] = page.eval_on_selector_all(
                ".md-search-result__item > a", "(all) => all.map((link) => link.href)"
            )
            paths = [link.removeprefix(address).split("?")[0].split("#")[0].strip("/") for link in links]
            found.append([f"{path}/" if path else "" for path in dict.fromkeys(paths)])
        return found

    return find


def _times(page: Page) -> None:
    """From keystroke to results, with a slowed browser; and the same with the index of a site of 1,000 pages."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    texts = [str(query["query"]) for query in measure.queries("report")]
    keys = [text[: place + 1] for text in texts[:40] for place in range(len(text))]
    for name, grown in (("as it is", 1), ("1,000 pages", 10)):
        times = page.evaluate(
            """async ([keys, grown]) => {
              const { Search } = await import("/assets/search.mjs");
              const index = structuredClone(window.search.index);
              const pages = index.pages;
              index.pages = Array.from({ length: grown }, (_, copy) => pages.map((page) => ({ ...page,
                names: copy ? page.names.replace(/[aeiou]/g, (vowel) => "aeiou"[("aeiou".indexOf(vowel) + copy) % 5]) : page.names }))).flat();
              const start = performance.now();
              const search = new Search(index);
              const ready = performance.now() - start;
              const { mark, pages: own } = window.texts;
              const texts = { mark, pages: Array.from({ length: grown }, () => own).flat() };
              await search.read(texts);
              const whole = performance.now() - start - ready;
              const times = keys.map((key) => { const from = performance.now(); search.find(key, { typing: true }); return performance.now() - from; });
              return [ready, whole, times.sort((a, b) => a - b), new Blob([JSON.stringify(index)]).size];
            }""",
            [keys, grown],
        )
        ready, whole, sorted_times, size = times
        middle, most = sorted_times[len(sorted_times) // 2], sorted_times[int(len(sorted_times) * 0.99)]
        print(
            f"times   {name:25} {SLOWER}x slower: index ready {ready:.0f} ms, texts {whole:.0f} ms, a keystroke {middle:.1f} ms, 99 of 100 below {most:.1f} ms,"
            f" index {size / 1024:.0f} KB raw"
        )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def _dialog_times(page: Page, address: str) -> None:
    """From keystroke to results laid out, in the dialog itself."""
    page.goto(f"{address}/families/")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("search-text.json")):
        page.get_by_role("button", name="Search", exact=True).click()
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = sorted(
        time for query in measure.queries("report")[:60] for time in page.evaluate(TYPED, str(query["query"]))
    )
    middle, most = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(
        f"times   the dialog                {SLOWER}x slower: a keystroke {middle:.1f} ms, 99 of 100 below {most:.1f} ms"
    )


def _sizes(site: Path) -> None:
    for name in sorted((site / "assets").glob("search*")):
        print(f"bytes   {name.name:25} {len(brotli.compress(name.read_bytes())):7} brotli")


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"took {time.perf_counter() - start:.0f} s")

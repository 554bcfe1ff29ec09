import signal
import subprocess
import sys
from pathlib import Path

import pytest

from iopguide import publish
from iopguide.publish import PublishError, build_and_swap, transform
from iopguide.sitecheck import csp_source

HEAD = """<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:">
<title>T</title>
<link rel="stylesheet" href="{up}assets/main.0123.min.css">
<link rel="stylesheet" href="{up}assets/site.css">
</head>
"""
STYLE = ".md-a{z:1}.ours{z:2}"
TRANSFORMED = f"""<!doctype html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {csp_source(STYLE)}; img-src 'self' data:">
<title>T</title>
<style>{STYLE}</style>
</head>
"""
HOME_BODY = '<p class="md-a"><img src="assets/used.svg" alt=""><script src="assets/site.mjs"></script>\n'
FILES = {
    "index.html": HEAD.format(up="") + HOME_BODY,
    "a/index.html": HEAD.format(up="../") + "<p>A\n",
    "404.html": HEAD.format(up="/") + "<p>Gone\n",
    "assets/main.0123.min.css": ".md-a{z:1}.md-b{z:1}\n/*# sourceMappingURL=main.0123.min.css.map */",
    "assets/main.0123.min.css.map": "{}",
    "assets/site.css": ".ours { z: 2 }",
    "assets/used.svg": "<svg/>",
    "assets/unused.svg": "<svg/>",
    "assets/site.mjs": 'import "./search.mjs"; element.className = "ours";',
    "assets/search.mjs": 'fetch(new URL("words.json", import.meta.url))',
    "assets/words.json": "{}",
    "assets/javascripts/bundle.js": "x",
    "assets/javascripts/bundle.js.map": "{}",
    "sitemap.xml": "<x/>",
    "sitemap.xml.gz": "x",
    "robots.txt": "User-agent: *",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def read(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def build(folder: Path) -> None:
    write(folder, FILES)


def no_problems(_: Path) -> list[str]:
    return []


PUBLISHED = {
    "index.html": TRANSFORMED + HOME_BODY,
    "a/index.html": TRANSFORMED + "<p>A\n",
    "404.html": TRANSFORMED + "<p>Gone\n",
    **{name: FILES[name] for name in ("assets/used.svg", "assets/site.mjs", "assets/search.mjs", "assets/words.json")},
    "robots.txt": FILES["robots.txt"],
}
OLD = {"index.html": "old", "b/index.html": "old too"}


def test_one_inline_style_and_nothing_spare(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    transform(tmp_path)
    assert read(tmp_path) == PUBLISHED
    assert not (tmp_path / "assets/javascripts").exists()


def test_the_sitemap_stays_where_pages_have_an_address(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="https://example.org/guide/">\n'
    write(tmp_path, FILES | {"index.html": FILES["index.html"] + canonical})
    write(tmp_path, {"404.html": HEAD.format(up="/guide/")})
    transform(tmp_path)
    expected = PUBLISHED | {"index.html": PUBLISHED["index.html"] + canonical, "404.html": TRANSFORMED}
    assert read(tmp_path) == expected | {name: FILES[name] for name in ("sitemap.xml", "sitemap.xml.gz")}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, FILES)
        transform(tmp_path / name)
    assert read(tmp_path / "one") == read(tmp_path / "two")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"a/index.html": "<p>A", "404.html": HEAD.format(up="/x/")},
            '404.html: style sheet "/x/assets/main.0123.min.css" is not there; correct its address.\n'
            '404.html: style sheet "/x/assets/site.css" is not there; correct its address.\n'
            "a/index.html: links no style sheet; every page needs the shell of overrides/main.html.",
        ),
        (
            {"assets/site.css": '.md-a{z:url("x.png")}'},
            "the style sheets load 'url(\"x.png'; write it as a data: address.",
        ),
    ],
)
def test_what_cannot_be_published_says_why(tmp_path: Path, files: dict[str, str], message: str) -> None:
    write(tmp_path, FILES | files)
    with pytest.raises(PublishError) as error:
        transform(tmp_path)
    assert str(error.value) == message


def test_the_first_site_is_put_in_place(tmp_path: Path) -> None:
    build_and_swap(tmp_path / "site", build, no_problems)
    assert read(tmp_path / "site") == PUBLISHED
    assert names(tmp_path) == ["site"]


@pytest.mark.parametrize("exchange", [True, False])
def test_the_new_site_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(publish, "_exchange", lambda new, site: False)
    write(tmp_path / "site", OLD)
    build_and_swap(tmp_path / "site", build, no_problems)
    assert read(tmp_path / "site") == PUBLISHED
    assert names(tmp_path) == ["site"]


def test_this_machine_can_exchange_folders(tmp_path: Path) -> None:
    write(tmp_path / "one", {"x": "1"})
    write(tmp_path / "two", {"x": "2"})
    assert publish._exchange(tmp_path / "one", tmp_path / "two") == (sys.platform == "linux")
    assert read(tmp_path) == {"one/x": "2", "two/x": "1"}


def test_a_problem_leaves_the_old_site(tmp_path: Path) -> None:
    write(tmp_path / "site", OLD)
    with pytest.raises(PublishError) as error:
        build_and_swap(tmp_path / "site", build, lambda _: ["a: is wrong.", "b: is wrong."])
    assert str(error.value) == "a: is wrong.\nb: is wrong."
    assert error.value.problems == ["a: is wrong.", "b: is wrong."]
    assert read(tmp_path / "site") == OLD
    assert names(tmp_path) == ["site"]


def test_a_failed_build_leaves_the_old_site(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        write(folder, {"index.html": "half"})
        raise ZeroDivisionError

    write(tmp_path / "site", OLD)
    with pytest.raises(ZeroDivisionError):
        build_and_swap(tmp_path / "site", fail, no_problems)
    assert read(tmp_path / "site") == OLD
    assert names(tmp_path) == ["site"]


def test_a_failed_rename_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def fail_once(self: Path, to: Path) -> Path:
        if "-new-" in self.name:
            raise PermissionError(self.name)
        return rename(self, to)

    monkeypatch.setattr(publish, "_exchange", lambda new, site: False)
    monkeypatch.setattr(Path, "rename", fail_once)
    write(tmp_path / "site", OLD)
    with pytest.raises(PermissionError):
        build_and_swap(tmp_path / "site", build, no_problems)
    assert read(tmp_path / "site") == OLD
    assert names(tmp_path) == ["site"]


def test_two_runs_do_not_meet(tmp_path: Path) -> None:
    def build_within(folder: Path) -> None:
        with pytest.raises(PublishError) as error:
            build_and_swap(tmp_path / "site", build, no_problems)
        assert str(error.value) == "site: another build is under way; wait until it has ended."
        build(folder)

    build_and_swap(tmp_path / "site", build_within, no_problems)
    assert read(tmp_path / "site") == PUBLISHED


# A real process, stopped at one moment and killed there

KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
import test_publish as t
from iopguide import publish

def stop(*_, **__):
    print("here", flush=True)
    time.sleep(60)

moment = {moment!r}
build, check = t.build, t.no_problems
if moment == "building":
    def build(folder):
        t.write(folder, {{"index.html": "half"}})
        stop()
if moment == "transforming":
    publish._delete_others = stop
if moment == "checking":
    check = stop
if moment == "before the swap":
    publish._swap = stop
if moment == "after the swap":
    swap = publish._swap
    publish._swap = lambda new, site: (swap(new, site), stop())
if moment == "between two renames":
    publish._exchange = lambda new, site: False
    rename = Path.rename
    Path.rename = lambda self, to: stop() if "-new-" in self.name else rename(self, to)
publish.build_and_swap(Path({site!r}), build, check)
"""


def kill_at(moment: str, site: Path) -> None:
    script = KILLED.format(tests=str(Path(__file__).parent), moment=moment, site=str(site))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", ["building", "transforming", "checking", "before the swap"])
def test_a_killed_run_leaves_the_old_site_whole(tmp_path: Path, moment: str) -> None:
    write(tmp_path / "site", OLD)
    kill_at(moment, tmp_path / "site")
    assert read(tmp_path / "site") == OLD
    assert len(names(tmp_path)) == 2
    build_and_swap(tmp_path / "site", build, no_problems)
    assert read(tmp_path / "site") == PUBLISHED
    assert names(tmp_path) == ["site"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems rename twice")
def test_a_run_killed_after_the_swap_leaves_the_new_site_whole(tmp_path: Path) -> None:
    write(tmp_path / "site", OLD)
    kill_at("after the swap", tmp_path / "site")
    assert read(tmp_path / "site") == PUBLISHED
    assert len(names(tmp_path)) == 2
    build_and_swap(tmp_path / "site", build, no_problems)
    assert names(tmp_path) == ["site"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_site_moved_aside_by_a_killed_run_comes_back_even_if_the_next_build_fails(tmp_path: Path) -> None:
    write(tmp_path / "site", OLD)
    kill_at("between two renames", tmp_path / "site")
    assert read(tmp_path / ".site-old") == OLD
    with pytest.raises(PublishError):
        build_and_swap(tmp_path / "site", build, lambda _: ["a: is wrong."])
    assert read(tmp_path / "site") == OLD
    assert names(tmp_path) == ["site"]

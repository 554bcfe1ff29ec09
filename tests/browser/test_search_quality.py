"""The search keeps finding what people mean. The floors stand a little below what `make search-bench` measures."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from projects import ROOT

sys.path.insert(0, str(ROOT / "tests/search"))
import measure

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    measure.ours(page, address)
    yield page
    page.close()


@pytest.mark.parametrize(("kind", "first", "three"), [("tune", 0.90, 0.96), ("report", 0.89, 0.95)])
def test_people_find_their_page(page: Page, address: str, kind: str, first: float, three: float) -> None:
    wanted = measure.queries(kind)
    found = measure.ours(page, address)([query["query"] for query in wanted])
    reached = measure.score(wanted, found)
    assert reached.first >= first, reached
    assert reached.three >= three, reached
    assert reached.nothing == 0, [query["query"] for query, hits in zip(wanted, found, strict=True) if not hits]


def test_words_of_danger_show_their_card(page: Page) -> None:
    wanted = measure.crisis()["must_show"]
    shown = measure.cards(page, [query["query"] for query in wanted])
    assert {query["query"]: card for query, card in zip(wanted, shown, strict=True) if card != query["card"]} == {}


def test_words_that_only_sound_alarming_show_none(page: Page) -> None:
    wanted = [query if isinstance(query, str) else query["query"] for query in measure.crisis()["must_not"]]
    shown = measure.cards(page, wanted)
    assert {query: card for query, card in zip(wanted, shown, strict=True) if card} == {}


def test_what_is_downloaded_is_small(site: Path) -> None:
    import brotli

    def size(*names: str) -> int:
        return sum(len(brotli.compress((site / "assets" / name).read_bytes())) for name in names)

    scripts = (
        "search-open.mjs", "search-box.mjs", "search.mjs", "search-text.mjs", "search-words.mjs", "search.css",
    )  # fmt: skip
    assert size(*scripts, "search-index.json") <= 70 * 1024
    assert size("search-text.json") <= 120 * 1024

"""How well the search finds what people mean: shared by the test of its floors and by `make search-bench`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

from iopguide.navigation import url

FOLDER = Path(__file__).parent
Query = dict[str, Any]
Finder = Callable[[list[str]], list[list[str]]]
"""From queries to the addresses found for each, best first."""


@dataclass(frozen=True)
class Score:
    """How well a list of queries was answered."""

    queries: int
    first: float
    """Share with an acceptable page first."""
    three: float
    """Share with one among the first three."""
    rank: float
    """Mean of one over the rank of the first acceptable page among ten."""
    nothing: float
    """Share without any result."""

    def __str__(self) -> str:
        return f"{self.queries:4}  {self.first:.2f}  {self.three:.2f}  {self.rank:.2f}  {self.nothing:.2f}"


def queries(kind: str) -> list[Query]:
    """The queries of one set: tune, or report (never looked at while the search is changed)."""
    return [query for query in yaml.safe_load((FOLDER / "queries.yml").read_text()) if query["set"] == kind]


def crisis() -> dict[str, Any]:
    """Queries that must show a card, and those that must not."""
    lists: dict[str, Any] = yaml.safe_load((FOLDER / "crisis.yml").read_text())
    return lists


def score(wanted: Iterable[Query], found: list[list[str]]) -> Score:
    """Compares what was found with the acceptable pages."""
    ranks = []
    for query, addresses in zip(wanted, found, strict=True):
        good = {url(page) for page in query["pages"]}
        ranks.append(next((rank for rank, address in enumerate(addresses[:10], 1) if address in good), 0))
    count = len(ranks)
    return Score(
        queries=count,
        first=sum(rank == 1 for rank in ranks) / count,
        three=sum(0 < rank <= 3 for rank in ranks) / count,
        rank=sum(1 / rank for rank in ranks if rank) / count,
        nothing=sum(not addresses for addresses in found) / count,
    )


def ours(page: Page, address: str) -> Finder:
    """The engine of the site in the browser, with the index and the texts as published."""
    page.goto(address)
    page.evaluate(
        """async () => {
          const { Search } = await import("/assets/search.mjs");
          const read = async (name) => (await fetch(`/assets/${name}.json`)).json();
          window.search = new Search(await read("search-index"));
          await window.search.read((window.texts = await read("search-text")));
        }"""
    )

    def find(texts: list[str]) -> list[list[str]]:
        found: list[list[str]] = page.evaluate(
            "(texts) => texts.map((text) => window.search.find(text, { limit: 10 }).hits.map((hit) => hit.url))", texts
        )
        return found

    return find


def cards(page: Page, texts: list[str]) -> list[str]:
    """The card that each query shows, or an empty text. Needs a page prepared by `ours`."""
    found: list[str] = page.evaluate("(texts) => texts.map((text) => window.search.card(text))", texts)
    return found

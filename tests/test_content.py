"""Editorial policy over the real content, one aspect a test."""

import re
from typing import Any

import pytest
from projects import ROOT

from iopguide import prose, render
from iopguide.library import open_library
from iopguide.loader import Document

LIBRARY = open_library(ROOT)
WITHOUT_SOURCES = {
    "a-to-z.md", "about/index.md", "glossary.md", "our-program.md", "sources.md",
}  # fmt: skip
"""Pages that state nothing about health, law or money beyond what lists bring along."""

BANNED = re.compile(
    r"\b(addicts?|alcoholics?|junkies|junkie|druggies|abusers?|substance abuse|drug abuse|alcohol abuse|drug habit"
    r"|relapse[sd]?|relapsing|drug of choice|dual diagnosis|aftercare|sobriety|mentally ill|committed suicide"
    r"|suffers? from|suffering from|struggles? with|struggling with|battling|in denial|non-?compliant|rock bottom"
    r"|loved ones?|medication-assisted treatment)\b",
    re.IGNORECASE,
)
NAMES = re.compile(
    r"Alcoholics Anonymous|Substance Abuse and Mental Health Services Administration|National Institute on Drug Abuse"
    r"|relapse prevention",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")


def words_of(document: Document[Any]) -> str:
    """What a reader reads of a record: fields and body, without search names."""
    fields = document.meta.model_dump(mode="json", exclude={"also_known_as", "review"})
    return f"{fields} {document.body}"


@pytest.mark.parametrize("path", sorted(set(LIBRARY.pages) - WITHOUT_SOURCES))
def test_every_page_cites_sources(path: str) -> None:
    assert render.cited(LIBRARY, path)


@pytest.mark.parametrize("path", sorted(LIBRARY.pages))
def test_no_page_uses_a_word_that_hurts(path: str) -> None:
    text = QUOTED.sub("", NAMES.sub("", prose.CITATION.sub("", words_of(LIBRARY.pages[path]))))
    assert BANNED.findall(text) == []


def test_the_publisher_is_named_on_its_own_page_only() -> None:
    name = LIBRARY.content.provider.meta.name
    named = {path for path, document in LIBRARY.pages.items() if name.lower() in words_of(document).lower()}
    assert named <= {"our-program.md"}


def test_each_substance_warns_of_withdrawal() -> None:
    for document in LIBRARY.content.conditions.values():
        if document.meta.group == "substance-use":
            assert "withdrawal" in (document.meta.safety.text or "").lower(), document.name


def test_the_example_weeks_add_up_within_the_band() -> None:
    low, high = LIBRARY.content.levels["iop"].meta.hours.adults or (0, 0)
    tables = re.findall(r"Table: [^\n]*\n\n((?:\|[^\n]*\n)+)", LIBRARY.pages["typical-week.md"].body + "\n")
    assert len(tables) == 2
    for table in tables:
        *days, week = [float(row.strip("| ").split("|")[-1]) for row in table.splitlines()[2:]]
        assert low <= sum(days) == week <= high, table


def test_no_sentence_is_copied_from_page_to_page() -> None:
    seen: dict[str, str] = {}
    for path, document in LIBRARY.pages.items():
        text = prose.CITATION.sub("", document.body)
        for sentence in {part.strip() for part in re.split(r"(?<=[.?!])\s+", text) if len(part.split()) >= 12}:
            assert seen.setdefault(sentence, path) == path, sentence


def test_the_pages_a_frightened_reader_needs_are_there_and_in_the_menu() -> None:
    listed = [path for section in LIBRARY.content.menu.meta.sections for path in section.pages]
    assert listed[0] == "/get-help-now.md"
    assert {"index.md", "get-help-now.md", "withdrawal-safety.md", "about/privacy.md", "a-to-z.md"} <= set(
        LIBRARY.pages
    )

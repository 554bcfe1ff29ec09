"""Editorial policy over the real content, one aspect a test."""

import re
from collections import Counter
from typing import Any

import pytest
from projects import ROOT
from spellchecker import SpellChecker

from iopguide import prose, references, render
from iopguide.library import open_library
from iopguide.loader import Document

LIBRARY = open_library(ROOT)
WITHOUT_SOURCES = {
    "a-to-z.md", "about/index.md", "glossary.md", "our-program.md", "sources.md",
}  # fmt: skip
"""Pages that state nothing about health, law or money beyond what lists bring along."""
WRITTEN = {path for path in LIBRARY.pages if not path.startswith("sources/")}
"""Pages that somebody wrote."""
UNCOMMON = 300
"""Words that stand less often than this in the word list of pyspellchecker may be unknown to a reader of grade 8."""
LISTS = ("therapies", "medicines", "components", "related", "step_up", "step_down")
PLAIN = set((ROOT / "tests/plain_words.txt").read_text().split())
"""Uncommon words that someone judged plain enough, or that the page explains on the spot."""

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


@pytest.mark.parametrize("path", sorted(WRITTEN - WITHOUT_SOURCES))
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


def sentences(document: Document[Any]) -> set[str]:
    """The sentences of a page, without marks; those that hold facts, numbers to call or a title alone are left out."""
    texts = [
        text
        for loc, text in references.prose_of(document)
        if not loc or loc[0] not in ("title", "nav", "also_known_as")
    ]
    plain = prose.CITATION.sub("", "\n\n".join(texts))
    found = (" ".join(part.split()) for part in re.split(r"(?<=[.?!])\s+|\n\s*\n|\n\s*(?:[-*]|\d+\.)\s", plain))
    return {part for part in found if len(part.split()) >= 4 and "{{" not in part and not part.startswith("#")}


def test_no_long_sentence_stands_on_two_pages() -> None:
    seen: dict[str, str] = {}
    for path, document in LIBRARY.pages.items():
        for sentence in sentences(document):
            if len(sentence.split()) >= 12:
                assert seen.setdefault(sentence, path) == path, sentence


def test_at_most_three_in_ten_sentences_of_a_page_stand_on_another() -> None:
    by_page = {path: sentences(document) for path, document in LIBRARY.pages.items() if path in WRITTEN}
    times = Counter(sentence for found in by_page.values() for sentence in found)
    shares = {path: sum(times[one] > 1 for one in found) / len(found) for path, found in by_page.items() if found}
    assert {path: share for path, share in shares.items() if share > 0.3} == {}


def test_every_uncommon_word_is_explained_or_known_to_be_plain() -> None:
    common = SpellChecker().word_frequency
    explained = {
        word for name, term in LIBRARY.content.glossary.items() for word in words(" ".join((name, *term.meta.forms)))
    }
    named = {
        word
        for path, document in LIBRARY.pages.items()
        for word in words(" ".join((document.meta.title, *document.meta.also_known_as)))
    }
    found: dict[str, str] = {}
    for path in sorted(WRITTEN):
        for word in words(prose_only(LIBRARY.pages[path])) if LIBRARY.pages[path].meta.lang == "en" else ():
            if common[word] < UNCOMMON and not {word, word.removesuffix("s")} & (explained | named | PLAIN):
                found.setdefault(word, path)
    assert found == {}


def prose_only(document: Document[Any]) -> str:
    """The words of a page without marks, addresses and names of other records."""
    texts = [text for loc, text in references.prose_of(document) if not loc or loc[0] not in ("also_known_as", *LISTS)]
    plain = prose.DIRECTIVE.sub("", prose.CITATION.sub("", " ".join(texts)))
    return prose.LINK.sub(lambda link: link.group().split("](")[0], plain)


def words(text: str) -> list[str]:
    """The words of a text that are no names: those with small letters only, without 's."""
    return [word.removesuffix("'s") for word in re.findall(r"(?<![\w'-])[a-z]+(?:'s)?(?![\w-])", text)]


def test_the_pages_a_frightened_reader_needs_are_there_and_in_the_menu() -> None:
    listed = [path for section in LIBRARY.content.menu.meta.sections for path in section.pages]
    assert listed[0] == "/get-help-now.md"
    assert {"index.md", "get-help-now.md", "withdrawal-safety.md", "about/privacy.md", "a-to-z.md"} <= set(
        LIBRARY.pages
    )

"""All records together, once every reference leads somewhere. Fifth step: what render and the rest ask."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from iopguide import prose, questionnaire_references, references
from iopguide.catalogs import Citation
from iopguide.loader import Content, Document, load
from iopguide.models import Condition, Hours, Level, Review, SourceList
from iopguide.problems import ContentError, Problem
from iopguide.references import COLLECTIONS
from iopguide.source import Source


@dataclass(frozen=True)
class Library:
    """Content whose references all hold. Pages are named by their path below docs/, such as levels/iop.md."""

    content: Content
    pages: dict[str, Document[Any]]
    facts: dict[str, str]

    def related(self, path: str) -> list[str]:
        """Paths of the pages that this one names or that name it, each once, in reading order."""
        return [other for other in self.pages if other in self._relations.get(path, ()) and other != path]

    @cached_property
    def _relations(self) -> dict[str, set[str]]:
        """For each page, those that it names and those that name it."""
        relations: dict[str, set[str]] = {path: set() for path in self.pages}
        for path in self.pages:
            for other in references.targets(self.content, path):
                relations[path].add(other)
                relations[other].add(path)
        return relations

    def fact(self, name: str, lang: str) -> str:
        """A fact as pages of that language print it."""
        slug, _, field = name.partition(".hours.")
        hours = getattr(self.content.levels[slug].meta.hours, field) if field else None
        return band(hours, lang) if hours else self.facts[name]

    @cached_property
    def used_on(self) -> dict[str, list[str]]:
        """For each source the pages whose own words cite it."""
        used: dict[str, list[str]] = {key: [] for key in self.content.citations}
        for path, document in self.pages.items():
            for key in dict.fromkeys(self._own_citations(document)):
                used[key].append(path)
        return used

    def _own_citations(self, document: Document[Any]) -> Iterator[str]:
        if isinstance(document.meta, Level):
            yield from document.meta.hours.sources
        texts = [text for _, text in references.prose_of(document)]
        if self.content.questionnaire and prose.shows(document.body, "questionnaire"):
            texts += [text for _, text in references.prose_of(self.content.questionnaire)]
        for text in texts:
            yield from prose.CITATION.findall(text)

    def records(self, kind: str) -> list[str]:
        """Paths of the records of one kind, in reading order."""
        return [path for path in self.pages if path.startswith(f"{kind}/") and path not in self.content.pages]


def open_library(root: Path) -> Library:
    """Loads and links everything below `root`. Raises ContentError with all problems."""
    content, problems = load(root)
    pages: dict[str, Document[Any]] = dict(content.pages)
    for kind in COLLECTIONS:
        for slug, document in sorted(getattr(content, kind).items(), key=_reading_order(content)):
            path = f"{kind}/{slug}.md"
            if path in pages:
                problems.append(_taken(document, path))
            pages[path] = document
    facts = {name: text for slug, level in content.levels.items() for name, text in _level_facts(slug, level.meta)}
    problems += references.problems(content, pages, facts)
    if content.questionnaire:
        found = list(questionnaire_references.problems(content.questionnaire))
        problems += found or questionnaire_references.unproved(content.questionnaire, content.proof)
    if problems:
        raise ContentError(problems)
    pages.update(_source_lists(content))
    return Library(content, pages, facts)


def initial(citation: Document[Citation]) -> str:
    """The letter a source is listed under."""
    first = citation.meta.authors[0].upper()
    return first if first.isascii() and first.isalpha() else "0-9"


def _source_lists(content: Content) -> Iterator[tuple[str, Document[SourceList]]]:
    """A page for each letter: one list of all sources would be too heavy for a phone."""
    letters = sorted({initial(citation) for citation in content.citations.values()})
    for letter in letters:
        meta = SourceList(
            title=f"Sources: {letter}",
            summary=f"Sources whose authors begin with {letter}, what we take from each, and the pages that use it.",
            changed=max(
                citation.meta.checked_on for citation in content.citations.values() if initial(citation) == letter
            ),
            review=Review(status="awaiting-review"),
            letter=letter,
        )
        yield f"sources/{letter.lower()}.md", Document(letter, meta, Source("content/citations.yml", {}))


def _taken(document: Document[Any], path: str) -> Problem:
    return document.problem((), f"docs/{path} is a page with the same address. Rename one of the two.")


_BAND = {
    "en": ("under {high}", "{low} or more", "{low} to {high}"),
    "es": ("menos de {high}", "{low} o más", "{low} a {high}"),
}


def band(hours: tuple[int | None, int | None], lang: str = "en") -> str:
    """A band of hours in words: '9 to 19', 'under 9' or '20 or more'."""
    low, high = hours
    under, more, both = _BAND[lang]
    return (under if low is None else more if high is None else both).format(low=low, high=high)


def hours_text(hours: Hours) -> str:
    """The hours of a level as a table cell."""
    if hours.as_chosen:
        return hours.as_chosen
    if hours.round_the_clock:
        return f"Day and night. {hours.planned_treatment_hours}"
    teens = f" For teens: {band(hours.teens)}." if hours.teens and hours.teens != hours.adults else ""
    return f"{band(hours.adults or (None, None)).capitalize()} hours of treatment.{teens}"


def _reading_order(content: Content) -> Callable[[tuple[str, Document[Any]]], tuple[int, str]]:
    groups = [] if "vocabulary/*" in content.unread else list(content.vocabulary.meta.groups)

    def place(item: tuple[str, Document[Any]]) -> tuple[int, str]:
        meta = item[1].meta
        if isinstance(meta, Condition):
            return (groups.index(meta.group) if meta.group in groups else 0, meta.title.lower())
        return (getattr(meta, "order", 0), meta.title.lower())

    return place


def _level_facts(slug: str, level: Level) -> Iterator[tuple[str, str]]:
    for name in ("adults", "teens"):
        if hours := getattr(level.hours, name):
            yield f"{slug}.hours.{name}", band(hours)
    yield f"{slug}.days", prose.CITATION.sub("", level.days).strip()
    yield f"{slug}.length", prose.CITATION.sub("", level.length).strip()

"""All records together: what refers to what, and whether every reference leads somewhere. Fifth step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopguide import prose
from iopguide.loader import Content, Document, load
from iopguide.models import Condition, Hours, Level, Page, Record, Seen
from iopguide.problems import ContentError, Problem, did_you_mean
from iopguide.source import Loc

SHOWN = (
    "comparison", "hours-chart", "levels", "conditions", "components", "therapies", "medicines", "glossary",
    "sources", "a-to-z", "helplines", "crisis", "provider", "review-status", "family-notes",
)  # fmt: skip
_REFERENCES: dict[str, dict[str, tuple[str, str]]] = {
    "levels": {"step_up": ("levels", "a level"), "step_down": ("levels", "a level")},
    "conditions": {
        "therapies": ("therapies", "a therapy"),
        "medicines": ("therapies", "a medicine"),
        "components": ("components", "a component"),
        "related": ("conditions", "a condition"),
    },
    "components": {"therapies": ("therapies", "a therapy")},
    "therapies": {"components": ("components", "a component")},
}
COLLECTIONS = ("levels", "conditions", "components", "therapies")


@dataclass(frozen=True)
class Library:
    """Content whose references all hold. Pages are named by their path below docs/, such as levels/iop.md."""

    content: Content
    pages: dict[str, Document[Any]]
    facts: dict[str, str]

    def related(self, path: str) -> list[str]:
        """Paths of the pages that this one names or that name it, each once, in reading order."""
        outward = set(_targets(self.content, path))
        inward = {other for other in self.pages if path in _targets(self.content, other)}
        return [other for other in self.pages if other in outward | inward and other != path]


def open_library(root: Path) -> Library:
    """Loads and links everything below `root`. Raises ContentError with all problems."""
    return link(load(root))


def link(content: Content) -> Library:
    """Checks every reference between records. Raises ContentError with all problems."""
    pages: dict[str, Document[Any]] = dict(content.pages)
    problems: list[Problem] = []
    for kind in COLLECTIONS:
        for slug, document in sorted(getattr(content, kind).items(), key=_reading_order(content)):
            path = f"{kind}/{slug}.md"
            if path in pages:
                problems.append(
                    document.problem((), f"docs/{path} is a page with the same address. Rename one of the two.")
                )
            pages[path] = document
    facts = {name: text for slug, level in content.levels.items() for name, text in _level_facts(slug, level.meta)}
    problems += _reference_problems(content)
    problems += _vocabulary_problems(content)
    problems += _prose_problems(content, pages, facts)
    problems += _title_problems(pages)
    if problems:
        raise ContentError(problems)
    return Library(content, pages, facts)


def band(hours: tuple[int | None, int | None]) -> str:
    """A band of hours in words: '9 to 19', 'under 9' or '20 or more'."""
    low, high = hours
    if low is None:
        return f"under {high}"
    return f"{low} or more" if high is None else f"{low} to {high}"


def hours_text(hours: Hours) -> str:
    """The hours of a level as a table cell."""
    if hours.as_chosen:
        return hours.as_chosen
    if hours.round_the_clock:
        return f"Day and night. {hours.planned_treatment_hours}"
    teens = f" For teens: {band(hours.teens)}." if hours.teens and hours.teens != hours.adults else ""
    return f"{band(hours.adults or (None, None)).capitalize()} hours of treatment.{teens}"


def prose_of(document: Document[Any]) -> Iterator[tuple[Loc, str]]:
    """Every text of a record's fields; the body comes last, at the empty place."""
    for loc, text in _strings(document.meta.model_dump(mode="json"), ()):
        if loc[0] not in ("slug", "review", "lang", "group", "kind", "who", "changed", "see"):
            yield loc, text
    if document.body:
        yield (), document.body


def _strings(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, (*loc, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*loc, index))


def _reading_order(content: Content) -> Any:
    groups = list(content.vocabulary.meta.groups)

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


def _targets(content: Content, path: str) -> list[str]:
    kind, _, slug = path.removesuffix(".md").partition("/")
    if kind not in _REFERENCES or slug not in getattr(content, kind):
        return []
    meta = getattr(content, kind)[slug].meta
    return [f"{target}/{name}.md" for field, (target, _) in _REFERENCES[kind].items() for name in getattr(meta, field)]


def _reference_problems(content: Content) -> Iterator[Problem]:
    for kind, fields in _REFERENCES.items():
        for document in getattr(content, kind).values():
            for field, (target, article) in fields.items():
                known = getattr(content, target)
                for index, name in enumerate(getattr(document.meta, field)):
                    if name not in known:
                        yield document.problem((field, index), f"'{name}' is not {article}.{did_you_mean(name, known)}")
                    elif target == "therapies" and known[name].meta.kind not in article:
                        yield document.problem(
                            (field, index),
                            f"'{name}' is a {known[name].meta.kind}, not {article}. Move it to the other list.",
                        )


def _vocabulary_problems(content: Content) -> Iterator[Problem]:
    vocabulary = content.vocabulary.meta
    for condition in content.conditions.values():
        if condition.meta.group not in vocabulary.groups:
            yield condition.problem(
                ("group",), _unknown(condition.meta.group, "a group of vocabulary.yml", vocabulary.groups)
            )
    for therapy in content.therapies.values():
        if therapy.meta.evidence not in vocabulary.evidence:
            yield therapy.problem(
                ("evidence",),
                _unknown(therapy.meta.evidence, "a strength of evidence of vocabulary.yml", vocabulary.evidence),
            )
    for index, row in enumerate(vocabulary.comparison):
        if row.field not in Level.model_fields:
            yield content.vocabulary.problem(
                ("comparison", index, "field"), _unknown(row.field, "a field of a level", Level.model_fields)
            )
    known = _addresses(content)
    for number, section in enumerate(content.menu.meta.sections):
        for index, path in enumerate(section.pages):
            if path.removeprefix("/") not in known or not path.startswith("/"):
                yield content.menu.problem(
                    ("sections", number, "pages", index), _unknown(path, "a page", (f"/{name}" for name in known))
                )
    for term in content.glossary.values():
        if term.meta.see and term.meta.see.removeprefix("/") not in known:
            yield term.problem(("see",), _unknown(term.meta.see, "a page", (f"/{name}" for name in known)))


def _addresses(content: Content) -> set[str]:
    return {*content.pages, *(f"{kind}/{slug}.md" for kind in COLLECTIONS for slug in getattr(content, kind))}


def _unknown(name: str, what: str, known: Any) -> str:
    return f"'{name}' is not {what}.{did_you_mean(name, known)}"


def _title_problems(pages: Mapping[str, Document[Page]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path, document in pages.items():
        other = first.setdefault(document.meta.title.lower(), path)
        if other != path:
            yield document.problem(("title",), f"the page {other} has the same title. Give each its own.")


def _prose_problems(
    content: Content, pages: Mapping[str, Document[Any]], facts: Mapping[str, str]
) -> Iterator[Problem]:
    texts = [*pages.values(), *content.glossary.values()]
    cited: set[str] = set()
    for document in texts:
        for loc, text in prose_of(document):
            for fault in [
                *prose.form_faults(text),
                *_name_faults(text, content, pages, facts),
                *_number_faults(text, content),
            ]:
                yield _at(document, loc, text, fault)
            cited.update(prose.CITATION.findall(text))
    for level in content.levels.values():
        for index, key in enumerate(level.meta.hours.sources):
            cited.add(key)
            if key not in content.citations:
                yield level.problem(
                    ("hours", "sources", index), _unknown(key, "a key of citations.yml", content.citations)
                )
    for key, citation in content.citations.items():
        if key not in cited:
            yield citation.problem((), f"no page cites '{key}'. Cite it as [@{key}], or delete it.")


def _at(document: Document[Record], loc: Loc, text: str, fault: prose.Fault) -> Problem:
    if loc:
        return document.problem(loc, fault.message)
    line = document.source.body_line + text.count("\n", 0, fault.offset)
    return Problem(document.source.path, line, "", fault.message)


def _name_faults(
    text: str, content: Content, pages: Mapping[str, Any], facts: Mapping[str, str]
) -> Iterator[prose.Fault]:
    for cite in prose.CITATION.finditer(text):
        if cite.group(1) not in content.citations:
            yield prose.Fault(cite.start(), _unknown(cite.group(1), "a key of citations.yml", content.citations))
    for link_ in prose.LINK.finditer(text):
        path = link_.group(1).split("#")[0]
        if path.startswith("/") and path.removeprefix("/") not in pages:
            yield prose.Fault(link_.start(), _unknown(path, "a page", (f"/{name}" for name in pages)))
    known = {
        "call": _reached(content, "phone"),
        "text": _reached(content, "text_to"),
        "chat": _reached(content, "chat"),
        "fact": set(facts),
        "show": set(SHOWN),
    }
    words = {
        "call": "a helpline with a phone",
        "text": "a helpline one can text",
        "chat": "a helpline with a chat",
        "fact": "a fact",
        "show": "a block",
    }
    for directive in prose.DIRECTIVE.finditer(text):
        kind, name = directive.groups()
        if kind in known and name not in known[kind]:
            yield prose.Fault(directive.start(), _unknown(name, words[kind], known[kind]))


def _reached(content: Content, field: str) -> set[str]:
    return {name for name, line in content.helplines.items() if getattr(line.meta, field)}


def _number_faults(text: str, content: Content) -> Iterator[prose.Fault]:
    for offset, words, keys in prose.statistics(text):
        read = [
            key for key in keys if key in content.citations and content.citations[key].meta.seen is not Seen.NOT_SEEN
        ]
        if not keys:
            yield prose.Fault(offset, f"'{words}' needs a source in the same paragraph, list item or cell. Add [@key].")
        elif not read and all(key in content.citations for key in keys):
            yield prose.Fault(
                offset,
                f"'{words}' rests on a source nobody has read yet ({', '.join(keys)}). Read it, or leave the number out.",
            )

"""A record becomes one Markdown page: template, then directives, then its list of sources. Sixth step."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from iopguide import blocks, prose
from iopguide.library import Library, hours_text
from iopguide.loader import Document, headings
from iopguide.models import Component, Condition, Level, Record, SourceList, Therapy

_TEMPLATES: Mapping[type[Record], str] = {
    Level: "level.md.j2",
    Condition: "condition.md.j2",
    Component: "component.md.j2",
    Therapy: "therapy.md.j2",
    SourceList: "source-list.md.j2",
}
_ENVIRONMENT = Environment(
    loader=PackageLoader("iopguide"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)
_SOURCES_WORD = {"en": "Sources", "es": "Fuentes"}


def markdown(library: Library, path: str) -> str:
    """The whole Markdown of one page, with its sources at the end."""
    return _with_sources(library, path, draft(library, path))


def draft(library: Library, path: str) -> str:
    """The Markdown of one page with every directive put in but citations still written as [@key]."""
    document = library.pages[path]
    template = _TEMPLATES.get(document.meta.__class__)
    body = _ENVIRONMENT.get_template(template).render(_context(library, path, document)) if template else document.body
    text = f"# {document.meta.title}\n\n{body.strip()}\n"
    for _pass in range(2):  # a block brings texts of other records, with marks of their own
        text = prose.DIRECTIVE.sub(lambda found: _directive(library, document.meta.lang, *found.groups()), text)
    return text


def plain(library: Library, text: str) -> str:
    """A text for places without markup, such as a description: facts put in, citations left out."""
    text = prose.DIRECTIVE.sub(lambda found: _plain_directive(library, *found.groups()), text)
    words = re.sub(r"\[([^\]]+)\]\([^)]*\)|[*_]{1,2}", r"\1", prose.CITATION.sub("", text))
    return words.replace(" .", ".").strip()


def cited(library: Library, path: str) -> list[str]:
    """Keys cited on a page, in order of first appearance."""
    return list(dict.fromkeys(prose.CITATION.findall(draft(library, path))))


def _context(library: Library, path: str, document: Document[Any]) -> Mapping[str, Any]:
    return {
        "record": document.meta,
        "sections": _sections(document.body),
        "required": document.meta.required_headings,
        "hours_text": hours_text,
        "vocabulary": library.content.vocabulary.meta,
        "levels": library.content.levels,
        "sources": blocks.sources(library, document.meta.letter) if isinstance(document.meta, SourceList) else "",
        "read_next": [blocks.link(library, other) for other in library.related(path)],
    }


def _sections(body: str) -> dict[str, str]:
    """The text below each level 2 heading; what stands before the first is under ''."""
    rows = body.split("\n")
    starts = [(-1, ""), *headings(body), (len(rows), "")]
    return {words: "\n".join(rows[line + 1 : end]).strip() for (line, words), (end, _) in pairwise(starts)}


def _directive(library: Library, lang: str, kind: str, name: str) -> str:
    if kind == "fact":
        return library.fact(name, lang)
    if kind == "show":
        return f"\n\n{blocks.show(library, name)}\n\n"
    return blocks.contact(library.content.helplines[name].meta, kind, lang)


def _plain_directive(library: Library, kind: str, name: str) -> str:
    if kind == "fact":
        return library.facts[name]
    line = library.content.helplines[name].meta
    return str({"call": line.phone, "text": line.text_to, "chat": line.name}.get(kind, ""))


def _with_sources(library: Library, path: str, text: str) -> str:
    keys = list(dict.fromkeys(prose.CITATION.findall(text)))
    text = re.sub(rf" ?{prose.CITATION.pattern}", r"[^\1]", text)
    if not keys:
        return text
    word = _SOURCES_WORD[library.pages[path].meta.lang]
    notes = "\n".join(f"[^{key}]: {blocks.source_line(library, library.content.citations[key].meta)}" for key in keys)
    return f"{text}\n## {word}\n\n///Footnotes Go Here///\n\n{notes}\n"

"""The blocks that pages show and nobody types: lists, the comparison, the chart, the A to Z. Used by render."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import escape

from iopguide import chart, questionnaire_page, review
from iopguide.catalogs import Citation, Helpline, Seen
from iopguide.library import Library, hours_text, initial
from iopguide.loader import Document
from iopguide.models import Level


def show(library: Library, name: str) -> str:
    """The Markdown of the block `name`, a word of references.SHOWN."""
    return _BLOCKS[name](library)


def link(library: Library, path: str) -> str:
    """A Markdown link to a page by its title."""
    return f"[{library.pages[path].meta.title}](/{path})"


def outward(address: str) -> str:
    """A link to another site, without telling it where the reader came from."""
    return f'<a href="{escape(address)}" rel="noreferrer noopener external">{escape(address.removeprefix("https://").rstrip("/"))}</a>'


def contact(line: Helpline, kind: str, lang: str = "en") -> str:
    """A link that calls, texts or opens a chat with a helpline."""
    if kind == "call":
        digits = (line.phone or "").replace("-", "")
        return f'<a class="tel" href="tel:{digits if len(digits) == 3 else "+" + digits}">{line.phone}</a>'
    if kind == "text":
        number = (line.text_to or "").replace("-", "")
        to = {"en": "to", "es": "al"}[lang]
        words = f"{line.text_word} {to} {line.text_to}" if line.text_word else line.text_to
        return f'<a class="tel" href="sms:{number}">{words}</a>'
    return outward(line.chat or "")


def _cards(library: Library, paths: Iterable[str]) -> str:
    rows = (f"- **{link(library, path)}**  \n  {library.pages[path].meta.summary}" for path in paths)
    return "\n".join(rows)


def _levels_in_order(library: Library) -> list[Document[Level]]:
    return [library.pages[path] for path in library.records("levels")]


def _comparison(library: Library) -> str:
    levels = _levels_in_order(library)
    titles = " | ".join(level.meta.short for level in levels)
    rows = [f"| What | {titles} |", "|---" * (len(levels) + 1) + "|"]
    for row in library.content.vocabulary.meta.comparison:
        cells = " | ".join(_cell(library, level, row.field) for level in levels)
        rows.append(f"| {row.label} | {cells} |")
    links = " | ".join(f"[{level.meta.short}](/levels/{level.name}.md)" for level in levels)
    rows.append(f"| Read more | {links} |")
    return "Table: Levels of care compared, from least to most intensive\n\n" + "\n".join(rows)


def _cell(library: Library, level: Document[Level], field: str) -> str:
    value = getattr(level.meta, field)
    if field == "hours":
        return hours_text(level.meta.hours) + "".join(f"[@{key}]" for key in level.meta.hours.sources)
    if isinstance(value, tuple):
        return ", ".join(f"[{library.content.levels[slug].meta.short}](/levels/{slug}.md)" for slug in value) or "None"
    return str(value)


def _hours_chart(library: Library) -> str:
    levels = [level.meta for level in _levels_in_order(library)]
    twin = "\n".join(
        f"- **{level.short}**: {hours_text(level.hours)}" + "".join(f"[@{key}]" for key in level.hours.sources)
        for level in levels
    )
    return f"{chart.hours(levels)}\n\nThe same in words:\n\n{twin}"


def _conditions(library: Library) -> str:
    parts = []
    for slug, group in library.content.vocabulary.meta.groups.items():
        paths = [path for path in library.records("conditions") if library.pages[path].meta.group == slug]
        if paths:
            parts.append(f"## {group.label}\n\n{group.description}\n\n{_cards(library, paths)}")
    return "\n\n".join(parts)


def _treatments(kind: str) -> Callable[[Library], str]:
    return lambda library: _cards(
        library, (path for path in library.records("therapies") if library.pages[path].meta.kind == kind)
    )


def _collection(kind: str) -> Callable[[Library], str]:
    return lambda library: _cards(library, library.records(kind))


def _glossary(library: Library) -> str:
    parts = []
    for name, term in sorted(library.content.glossary.items(), key=lambda item: item[0].lower()):
        more = f" More: [{library.pages[term.meta.see[1:]].meta.title}]({term.meta.see})." if term.meta.see else ""
        forms = f" Also: {', '.join(term.meta.forms)}." if term.meta.forms else ""
        parts.append(f"## {name}\n\n{term.meta.meaning}{forms}{more}")
    return "\n\n".join(parts)


def sources(library: Library, letter: str) -> str:
    """The sources under one letter, each with what is taken from it and the pages that rest on it."""
    parts = []
    for key, citation in sorted(library.content.citations.items(), key=lambda item: item[1].meta.authors.lower()):
        if initial(citation) != letter:
            continue
        pages = ", ".join(link(library, path) for path in library.used_on[key])
        parts.append(
            f"- {source_line(library, citation.meta)}  \n"
            f"  What we take from it: {escape(citation.meta.supports)}  \n"
            f"  Checked on {review.day(citation.meta.checked_on)}. Used on: {pages}."
        )
    return "\n".join(parts)


def _letters(library: Library) -> str:
    """The way to the sources of each letter."""
    counts = Counter(initial(citation) for citation in library.content.citations.values())
    rows = (
        f"- [{letter}](/sources/{letter.lower()}.md): {count} {'source' if count == 1 else 'sources'}"
        for letter, count in sorted(counts.items())
    )
    return f"We use {counts.total()} sources. They are listed by the first letter of the author.\n\n" + "\n".join(rows)


def source_line(library: Library, citation: Citation) -> str:
    """One source as readers see it."""
    publisher = "" if citation.publisher == citation.authors else escape(citation.publisher.rstrip("."))
    dated = ", ".join(part for part in (publisher, str(citation.year or "")) if part)
    stop = "" if citation.title.endswith(("?", ".", "!")) else "."
    where = f" {outward(citation.link)}." if citation.link else ""
    seen = (
        "" if citation.seen is Seen.ORIGINAL else f" {library.content.vocabulary.meta.seen[citation.seen].description}"
    )
    printed = f" {dated}." if dated else ""
    return f"{escape(citation.authors.rstrip('.'))}. *{escape(citation.title)}*{stop}{printed}{where}{seen}"


def _a_to_z(library: Library) -> str:
    entries = sorted(_names(library), key=lambda entry: entry[0].lower())
    letters: dict[str, list[str]] = {}
    for name, path, own in entries:
        target = f"[{name}](/{path})" if own else f"{name}: see {link(library, path)}"
        letters.setdefault(name[0].upper() if name[0].isalpha() else "0 to 9", []).append(f"- {target}")
    return "\n\n".join(f"## {letter}\n\n" + "\n".join(rows) for letter, rows in sorted(letters.items()))


def _names(library: Library) -> Iterator[tuple[str, str, bool]]:
    for path, document in library.pages.items():
        yield document.meta.title, path, True
        for name in document.meta.also_known_as:
            yield name, path, False


def _helplines(library: Library) -> str:
    lines = sorted(library.content.helplines.values(), key=lambda line: line.meta.order)
    return "\n\n".join(_helpline(line.meta) for line in lines)


def _helpline(line: Helpline) -> str:
    ways = [f"Call {contact(line, 'call')}"] if line.phone else []
    ways += [f"Text {contact(line, 'text')}"] if line.text_to else []
    ways += [f"Chat: {contact(line, 'chat')}"] if line.chat else []
    checked = f"Number checked on {review.day(line.checked_on)}."
    return f"### {line.name}\n\n**{' · '.join(ways)}**  \n{line.does} For: {line.for_whom} {line.hours} {', '.join(line.languages)}. {checked}"


def _provider(library: Library) -> str:
    provider = library.content.provider.meta
    return f"{provider.name} says it offers:\n\n" + "\n".join(f"- {offer}" for offer in provider.offers)


def _review_status(library: Library) -> str:
    total = len(library.pages)
    waiting = review.unreviewed(library.pages.values())
    return f"Pages on this site: {total}. Pages that no clinician has reviewed as they stand: {waiting}."


def _family_notes(library: Library) -> str:
    """What families are told on levels and components, in a sentence each, and where conditions tell them."""
    rows = [
        f"- {link(library, path)}: {_first_sentence(library.pages[path].meta.for_families)}"
        for kind in ("levels", "components")
        for path in library.records(kind)
    ]
    conditions = " \u00b7 ".join(link(library, path) for path in library.records("conditions"))
    return "\n".join(rows) + f"\n\nEach condition has a part for you too: {conditions}."


def _first_sentence(text: str) -> str:
    found = re.match(r".*?[.?!](?:\[@[^\]]*\])*(?=\s|$)", text, re.DOTALL)
    return found.group().replace("\n", " ") if found else text


_BLOCKS: dict[str, Callable[[Library], str]] = {
    "comparison": _comparison,
    "hours-chart": _hours_chart,
    "conditions": _conditions,
    "components": _collection("components"),
    "therapies": _treatments("therapy"),
    "medicines": _treatments("medicine"),
    "glossary": _glossary,
    "sources": _letters,
    "a-to-z": _a_to_z,
    "helplines": _helplines,
    "provider": _provider,
    "review-status": _review_status,
    "family-notes": _family_notes,
    "questionnaire": questionnaire_page.questionnaire,
    "how-it-decides": questionnaire_page.how_it_decides,
}

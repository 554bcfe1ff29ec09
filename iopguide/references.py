"""The rules between records: every name leads somewhere, every number has a source. Each rule yields its problems."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from iopguide import prose
from iopguide.catalogs import Seen
from iopguide.loader import Content, Document
from iopguide.models import Page
from iopguide.problems import Problem, did_you_mean
from iopguide.source import Loc

COLLECTIONS = ("levels", "conditions", "components", "therapies")
SHOWN = (
    "comparison", "hours-chart", "conditions", "components", "therapies", "medicines", "glossary",
    "sources", "a-to-z", "helplines", "provider", "review-status", "family-notes", "questionnaire", "how-it-decides",
)  # fmt: skip
_FIELDS: dict[str, dict[str, tuple[str, str]]] = {
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
_NOT_PROSE = ("slug", "review", "lang", "group", "kind", "who", "changed", "see")
_SHOWN_AS_IT_STANDS = ("title", "nav", "short", "also_known_as", "forms")
_MARKED = ("outcomes", "notes")
"""Parts of the questionnaire whose texts may hold marks; all its other texts are shown as they stand."""
_ADDRESSES = ("url", "doi", "chat", "source", "site_url", "phone", "text_to", "pages", "field")
COMPARABLE = (
    "hours", "days", "home", "supervision", "medical_care", "length", "fit", "work_school", "cost_note",
    "asam_third", "asam_fourth", "step_up", "step_down",
)  # fmt: skip
_REACHED_BY = {"call": "phone", "text": "text_to", "chat": "chat"}
_MEANT = {
    "call": "a helpline with a phone",
    "text": "a helpline one can text",
    "chat": "a helpline with a chat",
    "fact": "a fact",
    "show": "a block",
}


def problems(content: Content, pages: Mapping[str, Document[Any]], facts: Mapping[str, str]) -> Iterator[Problem]:
    """Every broken rule of all records together. `pages` are all pages by path, `facts` all facts by name."""
    yield from _names(content)
    yield from _vocabulary(content)
    yield from _paths(content, pages)
    yield from _titles(pages)
    cited = set(_hour_sources(content))
    for document in [*pages.values(), *content.glossary.values()]:
        for loc, text in prose_of(document):
            cited.update(prose.CITATION.findall(text))
            plain = loc and loc[0] in _SHOWN_AS_IT_STANDS
            found = prose.plain_faults(text) if plain else _faults(text, bool(loc), content, pages, facts)
            yield from (_at(document, loc, text, fault) for fault in found)
    if content.questionnaire:
        for loc, text in prose_of(content.questionnaire):
            cited.update(prose.CITATION.findall(text))
            found = _faults(text, True, content, pages, facts) if loc[0] in _MARKED else prose.plain_faults(text)
            yield from (_at(content.questionnaire, loc, text, fault) for fault in found if "links" not in loc)
    if content.search:
        yield from _search(content.search, content, pages, facts)
    yield from _plain_texts(content)
    yield from _warnings(content)
    yield from _words(content)
    yield from _unused(content, cited)


def targets(content: Content, path: str) -> list[str]:
    """Paths of the pages that the fields of one record name."""
    kind, _, slug = path.removesuffix(".md").partition("/")
    if kind not in _FIELDS or slug not in getattr(content, kind):
        return []
    meta = getattr(content, kind)[slug].meta
    return [f"{target}/{name}.md" for field, (target, _) in _FIELDS[kind].items() for name in getattr(meta, field)]


def prose_of(document: Document[Any]) -> Iterator[tuple[Loc, str]]:
    """Every text of a record's fields; the body comes last, at the empty place."""
    for loc, text in _strings(document.meta.model_dump(mode="json"), ()):
        if loc[0] not in _NOT_PROSE:
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


def _unknown(name: str, what: str, known: Iterable[str]) -> str:
    return f"'{name}' is not {what}.{did_you_mean(name, known)}"


def _at(document: Document[Any], loc: Loc, text: str, fault: prose.Fault) -> Problem:
    if loc:
        return document.problem(loc, fault.message)
    line = document.source.body_line + text.count("\n", 0, fault.offset)
    return Problem(document.source.path, line, "", fault.message)


def _names(content: Content) -> Iterator[Problem]:
    """Names in the fields of a record are records of the right kind."""
    for kind, named in _FIELDS.items():
        for document in getattr(content, kind).values():
            for field, (target, article) in named.items():
                known = getattr(content, target)
                for index, name in enumerate(getattr(document.meta, field)):
                    if content.lacks(target, name):
                        yield document.problem((field, index), _unknown(name, article, known))
                    elif target == "therapies" and name in known and known[name].meta.kind not in article:
                        what = f"'{name}' is a {known[name].meta.kind}, not {article}. Move it to the other list."
                        yield document.problem((field, index), what)


def _vocabulary(content: Content) -> Iterator[Problem]:
    """Groups, strengths of evidence and rows of the comparison are words of the closed lists."""
    if "vocabulary/*" in content.unread:
        return
    words = content.vocabulary.meta
    for condition in content.conditions.values():
        if condition.meta.group not in words.groups:
            what = _unknown(condition.meta.group, "a group of vocabulary.yml", words.groups)
            yield condition.problem(("group",), what)
    for therapy in content.therapies.values():
        if therapy.meta.evidence not in words.evidence:
            what = _unknown(therapy.meta.evidence, "a strength of evidence of vocabulary.yml", words.evidence)
            yield therapy.problem(("evidence",), what)
    for index, row in enumerate(words.comparison):
        if row.field not in COMPARABLE:
            what = _unknown(row.field, "a field of a level that can be compared", COMPARABLE)
            yield content.vocabulary.problem(("comparison", index, "field"), what)


def _plain_texts(content: Content) -> Iterator[Problem]:
    """Texts of the YAML files are shown as they stand: no marks, no HTML, no typed phone number."""
    lists = [*content.helplines.values(), *content.citations.values()]
    singles = [
        getattr(content, name) for name in ("provider", "vocabulary", "menu") if f"{name}/*" not in content.unread
    ]
    for document in [*lists, *singles]:
        for loc, text in prose_of(document):
            if loc[0] not in _ADDRESSES and loc[-1] not in _ADDRESSES and "pages" not in loc:
                yield from (_at(document, loc, text, fault) for fault in prose.plain_faults(text))


def _warnings(content: Content) -> Iterator[Problem]:
    """911 and 988 are what they are, and each condition about a substance warns of withdrawal."""
    for number in ("911", "988"):
        if content.lacks("helplines", number):
            yield Problem("content/helplines.yml", 1, number, "this number is missing. Put it back.")
        elif number in content.helplines and content.helplines[number].meta.phone != number:
            yield content.helplines[number].problem(("phone",), f'this must be "{number}".')
    for condition in content.conditions.values():
        if condition.meta.group == "substance-use" and not condition.meta.safety.text:
            yield condition.problem(
                ("safety",), "a substance needs a notice about withdrawal. Set level, title and text."
            )


def _words(content: Content) -> Iterator[Problem]:
    """Each spelling in the glossary has one meaning."""
    owners: dict[str, str] = {}
    for name, term in content.glossary.items():
        for form in dict.fromkeys(word.lower() for word in (name, *term.meta.forms)):
            owner = owners.setdefault(form, name)
            if owner != name:
                yield term.problem(("forms",), f"'{form}' is explained under '{owner}' too. Keep it in one place.")


def _paths(content: Content, pages: Mapping[str, Any]) -> Iterator[Problem]:
    """Paths in the menu and the glossary are pages."""
    sections = () if "menu/*" in content.unread else content.menu.meta.sections
    for number, section in enumerate(sections):
        for index, path in enumerate(section.pages):
            if _leads_nowhere(path, content, pages):
                yield content.menu.problem(("sections", number, "pages", index), _no_page(path, pages))
    outcomes = content.questionnaire.meta.outcomes if content.questionnaire else {}
    for outcome, result in outcomes.items():
        for index, path in enumerate(result.links):
            if content.questionnaire and _leads_nowhere(path, content, pages):
                yield content.questionnaire.problem(("outcomes", outcome, "links", index), _no_page(path, pages))
    for term in content.glossary.values():
        if term.meta.see and _leads_nowhere(term.meta.see, content, pages):
            yield term.problem(("see",), _no_page(term.meta.see, pages))


def _search(
    document: Document[Any], content: Content, pages: Mapping[str, Any], facts: Mapping[str, str]
) -> Iterator[Problem]:
    """Words for the search lead to pages; the text of a card holds no mark but numbers to call."""
    paths: list[tuple[Loc, str]] = [(("means", path), path) for path in document.meta.means]
    paths += [(("behind", index), path) for index, path in enumerate(document.meta.behind)]
    for index, card in enumerate(document.meta.cards):
        paths.append((("cards", index, "page"), card.page))
        faults = prose.plain_faults(card.text, allowed=("call", "text"))
        for fault in (*faults, *_directive_faults(card.text, content, facts)):
            yield document.problem(("cards", index, "text"), fault.message)
    for loc, path in paths:
        if _leads_nowhere(path, content, pages):
            yield document.problem(loc, _no_page(path, pages))


def _leads_nowhere(path: str, content: Content, pages: Mapping[str, Any]) -> bool:
    name = path.removeprefix("/")
    unread = {f"pages/{name}", name.removesuffix(".md")} & content.unread
    return not path.startswith("/") or (name not in pages and not unread)


def _no_page(path: str, pages: Iterable[str]) -> str:
    return _unknown(path, "a page", (f"/{name}" for name in pages))


def _titles(pages: Mapping[str, Document[Page]]) -> Iterator[Problem]:
    """No two pages have the same title."""
    first: dict[str, Document[Page]] = {}
    for document in pages.values():
        other = first.setdefault(document.meta.title.lower(), document)
        if other is not document:
            yield document.problem(("title",), f"{other.source.path} has the same title. Give each its own.")


def _hour_sources(content: Content) -> Iterator[str]:
    for level in content.levels.values():
        yield from level.meta.hours.sources


def _unused(content: Content, cited: set[str]) -> Iterator[Problem]:
    """Every source is cited somewhere; asked only when every page could be read."""
    for level in content.levels.values():
        for index, key in enumerate(level.meta.hours.sources):
            if content.lacks("citations", key):
                what = _unknown(key, "a key of citations.yml", content.citations)
                yield level.problem(("hours", "sources", index), what)
            elif key in content.citations and content.citations[key].meta.seen is Seen.NOT_SEEN:
                yield level.problem(
                    ("hours", "sources", index), f"nobody has read '{key}' yet. Hours need a source that was read."
                )
    for key, citation in content.citations.items():
        if key not in cited and not content.unread:
            yield citation.problem((), f"no page cites '{key}'. Cite it as [@{key}], or delete it.")


def _faults(
    text: str, in_field: bool, content: Content, pages: Mapping[str, Any], facts: Mapping[str, str]
) -> Iterator[prose.Fault]:
    yield from prose.form_faults(text)
    for cite in prose.CITATION.finditer(text):
        if content.lacks("citations", cite.group(1)):
            yield prose.Fault(cite.start(), _unknown(cite.group(1), "a key of citations.yml", content.citations))
    for link in prose.LINK.finditer(text):
        path = link.group(1).split("#")[0]
        if path.startswith("/") and _leads_nowhere(path, content, pages):
            yield prose.Fault(link.start(), _no_page(path, pages))
    yield from prose.block_faults(text, in_field)
    yield from _directive_faults(text, content, facts)
    yield from _number_faults(text, content)


def _directive_faults(text: str, content: Content, facts: Mapping[str, str]) -> Iterator[prose.Fault]:
    known: dict[str, Iterable[str]] = {"fact": facts, "show": SHOWN}
    for kind, field in _REACHED_BY.items():
        known[kind] = [name for name, line in content.helplines.items() if getattr(line.meta, field)]
    for directive in prose.DIRECTIVE.finditer(text):
        kind, name = directive.groups()
        unread = {f"helplines/{name}", "helplines/*", f"levels/{name.split('.')[0]}"} & content.unread
        if kind in known and name not in known[kind] and not unread:
            yield prose.Fault(directive.start(), _unknown(name, _MEANT[kind], known[kind]))


def _number_faults(text: str, content: Content) -> Iterator[prose.Fault]:
    """A percentage or '1 in N' has a source in the same block, and somebody has seen that source."""
    citations = content.citations
    for offset, words, keys in prose.statistics(text):
        unseen = [key for key in keys if key in citations and citations[key].meta.seen is Seen.NOT_SEEN]
        if not keys:
            yield prose.Fault(offset, f"'{words}' needs a source in the same paragraph, list item or cell. Add [@key].")
        elif len(unseen) == len(keys):
            what = f"'{words}' rests on a source nobody has read yet ({', '.join(unseen)})."
            yield prose.Fault(offset, f"{what} Read it, or leave the number out.")

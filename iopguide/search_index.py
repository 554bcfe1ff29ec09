"""What the browser searches: names, headings and first sentences at once, the text of all sections later. Used by plugin.

Two files and never more: a request for each query or result would tell a server what was asked.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html

from iopguide import prose
from iopguide.catalogs import Card, SearchWords
from iopguide.library import Library
from iopguide.navigation import url
from iopguide.search_words import ENDINGS, FILLER, SUFFIXES, stems, telling

_FIRST = 30
"""Letters kept of the first sentence of a section."""
_TEXT = 850
"""Letters kept of the text of a section; what stands further down seldom makes a better snippet."""
_BEHIND = 0.7
"""Pages that other pages answer better weigh this much."""
_NOT_TEXT = ".//nav|.//svg|.//sup|.//script|.//fieldset|.//dialog|.//*[@hidden]|.//*[contains(@class, 'footnote')]|.//*[@id='ig-check']"
_PARTS = ".//h2|.//h3|.//p|.//li|.//td|.//th[@scope='row']|.//caption"


@dataclass(frozen=True)
class Section:
    """A part of a page under one heading."""

    anchor: str
    heading: str
    text: str


def sections(html: str) -> list[Section]:
    """The sections of a page's content; the first has no heading."""
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in tree.xpath(_NOT_TEXT):
        element.drop_tree()
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for element in tree.xpath(_PARTS):
        if element.tag in ("h2", "h3"):
            found.append((element.get("id") or "", _words(element), []))
        elif not any(parent.tag in ("li", "td") for parent in element.iterancestors()):
            found[-1][2].append(_words(element))
    return [Section(anchor, heading, " ".join(map(_ended, texts))) for anchor, heading, texts in found if texts]


def build(library: Library, contents: Mapping[str, str]) -> tuple[str, str]:
    """The index and the texts, both JSON, from the HTML of each page by its path. Both bear a mark: a browser may have kept
    one of them from another build."""
    words = library.content.search.meta if library.content.search else SearchWords()
    pages = {path: _own(library, path, html) for path, html in contents.items() if library.pages[path].meta.searched}
    texts = [[_cut(section.text, _TEXT) for section in found] for found in pages.values()]
    mark = hashlib.sha256(_json(texts).encode()).hexdigest()[:8]
    index = {
        "mark": mark,
        "filler": sorted(FILLER),
        "endings": ENDINGS,
        "suffixes": SUFFIXES,
        "same": words.same,
        "contexts": words.contexts,
        "cards": [_card(library, card) for card in words.cards],
        "pages": [_page(library, words, path, found) for path, found in pages.items()],
    }
    return _json(index), _json({"mark": mark, "pages": texts})


def _own(library: Library, path: str, html: str) -> list[Section]:
    """The sections of a page; of the A to Z and the rules only the opening, since the rest is words of other pages."""
    found = sections(html)
    is_list = any(prose.shows(library.pages[path].body, block) for block in ("a-to-z", "how-it-decides"))
    return found[:3] if is_list else found


def _page(library: Library, words: SearchWords, path: str, found: Sequence[Section]) -> dict[str, Any]:
    meta = library.pages[path].meta
    return {
        "url": url(path),
        "title": meta.title,
        "names": ",".join(_different([*meta.also_known_as, *words.means.get(f"/{path}", ())])),
        "weight": _BEHIND if f"/{path}" in words.behind else 1,
        "foreign": meta.lang != "en",
        "sections": [_section(section) for section in found],
    }


def _different(names: Iterable[str]) -> list[str]:
    """The telling words of the names that differ in more than endings and order; sorted, since so they weigh less."""
    return sorted({frozenset(stems(name)): " ".join(telling(name)) for name in reversed(list(names))}.values())


def _section(section: Section) -> list[str]:
    """Heading, first sentence, and the anchor where it is not simply the heading."""
    return [
        section.heading,
        _first(section.text),
        *([section.anchor] if section.anchor != _slug(section.heading) else []),
    ]


def _slug(heading: str) -> str:
    """The usual anchor of a heading; search.mjs makes it in the same way."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^a-z0-9_\s-]", "", heading.lower()).strip())


def _first(text: str) -> str:
    sentence = re.split(r"(?<=[.?!])\s", text, maxsplit=1)[0]
    return _cut(sentence, _FIRST)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[:letters].rsplit(" ", 1)[0] + "\u2026"


def _ended(text: str) -> str:
    """A text that does not run into the next one: items and cells of a table often have no point at their end."""
    return text if text.endswith((".", "?", "!", ":", ",", ";", '"', "\u201d")) or not text else f"{text}."


def _card(library: Library, card: Card) -> dict[str, Any]:
    """A card with its text cut into words and links, so that the browser needs no HTML from a file."""
    parts: list[list[str]] = []
    end = 0
    for found in prose.DIRECTIVE.finditer(card.text):
        line = library.content.helplines[found.group(2)].meta
        number = line.phone if found.group(1) == "call" else line.text_to
        scheme = "tel" if found.group(1) == "call" else "sms"
        digits = (number or "").replace("-", "")
        parts += [
            [card.text[end : found.start()]],
            [number or "", f"{scheme}:{digits if len(digits) < 7 else '+' + digits}"],
        ]
        end = found.end()
    parts.append([card.text[end:]])
    return {
        "id": card.id,
        "title": card.title,
        "text": parts,
        "url": url(card.page.removeprefix("/")),
        "topics": card.topics,
        "signs": card.signs,
        "unless": card.unless,
    }


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

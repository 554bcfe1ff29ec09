"""Links the first use of each glossary word on a page to its meaning. A Python-Markdown extension, set up by plugin."""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from iopguide.catalogs import Term
from iopguide.loader import Document

_PASSED_OVER = {"a", "abbr", "code", "pre", "figure", "svg", "th", *(f"h{level}" for level in range(1, 7))}


class GlossaryLinks(Extension):
    """Holds the words to link; `active` is set for each page before it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.active = True
        self.words: dict[str, str] = {}

    def learn(self, glossary: Mapping[str, Document[Term]]) -> None:
        """Takes the words and where each is explained."""
        self.words = {
            form.lower(): slugify(name.lower(), "-")
            for name, term in glossary.items()
            for form in (name, *term.meta.forms)
        }

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Runs after inline text is parsed and before MkDocs resolves links."""
        md.treeprocessors.register(_Linker(md, self), "iopguide-glossary", 15)


class _Linker(Treeprocessor):
    def __init__(self, md: Markdown, extension: GlossaryLinks) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        words = self.extension.words
        if not words or not self.extension.active:
            return
        longest_first = sorted(words, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)
        self.done: set[str] = set()
        self._visit(root)

    def _visit(self, element: Element) -> None:
        if (
            element.tag in _PASSED_OVER
            or "footnote" in element.get("class", "")
            or "admonition-title" in element.get("class", "")
        ):
            return
        children = list(element)
        element.text = self._split(element, element.text, 0)
        for child in children:
            self._visit(child)
            child.tail = self._split(element, child.tail, list(element).index(child) + 1)

    def _split(self, parent: Element, text: str | None, place: int) -> str | None:
        """Puts links for new words of `text` into `parent` from `place` on; returns the text before the first."""
        pieces = (
            list(self._pieces(str(text)))
            if text and parent.tag in ("p", "li", "td", "dd", "strong", "em", "div")
            else []
        )
        if len(pieces) < 2:
            return text
        for index, (_, word, tail) in enumerate(pieces[1:]):
            link = Element("a", {"class": "term", "href": f"/glossary.md#{self.extension.words[word.lower()]}"})
            link.text, link.tail = word, tail
            parent.insert(place + index, link)
        return pieces[0][2]

    def _pieces(self, text: str) -> Iterator[tuple[int, str, str]]:
        start, word = 0, ""
        for match in self.pattern.finditer(text):
            anchor = self.extension.words[match.group().lower()]
            if anchor not in self.done:
                self.done.add(anchor)
                yield start, word, text[start : match.start()]
                start, word = match.end(), match.group()
        yield start, word, text[start:]

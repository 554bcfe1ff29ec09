"""Keeps one way back from each source to the text, and says that the list is English. A Python-Markdown extension."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_CLASS = "footnote-backref"


class OneWayBack(Extension):
    """`lang` is the language of the page, set before it is read. A source cited nine times would end in nine equal arrows, which a screen reader says nine times."""

    def __init__(self) -> None:
        super().__init__()
        self.lang = "en"

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Runs after footnotes added their arrows (15)."""
        md.treeprocessors.register(_Pruner(md, self), "iopguide-way-back", 12)


class _Pruner(Treeprocessor):
    def __init__(self, md: Markdown, extension: OneWayBack) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            if parent.get("class") == "footnote" and self.extension.lang != "en":
                parent.set("lang", "en")
            for arrow in [child for child in parent if child.get("class") == _CLASS][1:]:
                parent.remove(arrow)

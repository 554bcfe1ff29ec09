"""Keeps one way back from each source to the text, not one for every use. A Python-Markdown extension."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_CLASS = "footnote-backref"


class OneWayBack(Extension):
    """A source cited nine times would end in nine equal arrows, which a screen reader says nine times."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Runs after footnotes added their arrows (15)."""
        md.treeprocessors.register(_Pruner(md), "iopguide-way-back", 12)


class _Pruner(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for arrow in [child for child in parent if child.get("class") == _CLASS][1:]:
                parent.remove(arrow)

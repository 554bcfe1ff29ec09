"""Gives every Markdown table a caption, row headers and labels for narrow screens. A Python-Markdown extension."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_MARK = "Table: "
_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row"}


class AccessibleTables(Extension):
    """A paragraph `Table: words` before a table becomes its caption."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Runs after tables are parsed and before inline text is."""
        md.treeprocessors.register(_Finisher(md), "iopguide-tables", 25)


class _Finisher(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for table in [child for child in parent if child.tag == "table"]:
                caption = self._take_caption(parent, table)
                self._label(table)
                self._wrap(parent, table, caption)

    def _take_caption(self, parent: Element, table: Element) -> str:
        before = list(parent).index(table) - 1
        paragraph = parent[before] if before >= 0 else None
        if paragraph is None or not (paragraph.text or "").startswith(_MARK):
            return ""
        words = (paragraph.text or "").removeprefix(_MARK).strip()
        parent.remove(paragraph)
        caption = Element("caption")
        caption.text = words
        table.insert(0, caption)
        return words

    def _label(self, table: Element) -> None:
        table.set("class", "compare")
        table.set("role", "table")
        for tag, role in _ROLES.items():
            for element in table.iter(tag):
                element.set("role", role)
        heads = ["".join(head.itertext()).strip() for head in table.iter("th")]
        for head in table.iter("th"):
            head.set("scope", "col")
            head.set("role", "columnheader")
        for row in table.iter("tr"):
            for column, cell in enumerate(row):
                if cell.tag == "td":
                    self._label_cell(cell, column, heads)

    def _label_cell(self, cell: Element, column: int, heads: list[str]) -> None:
        if column == 0:
            cell.tag = "th"
            cell.set("scope", "row")
            cell.set("role", "rowheader")
        else:
            cell.set("role", "cell")
            cell.set("data-label", heads[column] if column < len(heads) else "")

    def _wrap(self, parent: Element, table: Element, caption: str) -> None:
        place = list(parent).index(table)
        scroll = Element(
            "div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": caption or "Table"}
        )
        parent.remove(table)
        scroll.append(table)
        parent.insert(place, scroll)

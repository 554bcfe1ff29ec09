"""Reads one text file into plain values that remember their lines. Second step: knows YAML, knows no record."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from iopguide.problems import ContentError, Problem

Loc = tuple[str | int, ...]

_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp")
}
_FENCE = "---"
_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader written in C where there is one, some ten times faster."""


@dataclass(frozen=True)
class Source:
    """The values of one file, the line of each value, and the Markdown that follows front matter."""

    path: str
    values: dict[str, Any]
    lines: dict[Loc, int] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1

    def line(self, loc: Loc) -> int:
        """The line of the value at `loc`, or of the nearest value that holds it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def read_markdown(root: Path, file: Path) -> Source:
    """Reads front matter and body. Raises ContentError with each fault of the file's form."""
    path = file.relative_to(root).as_posix()
    text = _read_text(path, file)
    rows = text.split("\n")
    if rows[0].rstrip() != _FENCE:
        raise _fault(
            path, 1, "the file must begin with front matter. Put --- on line 1, the fields below it, and --- again."
        )
    ends = [number for number, row in enumerate(rows) if number and row.rstrip() == _FENCE]
    if not ends:
        raise _fault(path, 1, "the front matter has no end. Put a line with only --- after the last field.")
    end = ends[0]
    values, lines = _parse(path, "\n".join(rows[1:end]), offset=1)
    return Source(path, values, lines, "\n".join(rows[end + 1 :]).strip("\n"), _first_text_line(rows, end + 1))


def read_yaml(root: Path, file: Path) -> Source:
    """Reads a YAML file that holds one mapping. Raises ContentError with each fault of the file's form."""
    path = file.relative_to(root).as_posix()
    values, lines = _parse(path, _read_text(path, file), offset=0)
    return Source(path, values, lines)


def _fault(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, "", message)])


def _first_text_line(rows: list[str], start: int) -> int:
    return next((number + 1 for number in range(start, len(rows)) if rows[number].strip()), start + 1)


def _read_text(path: str, file: Path) -> str:
    data = file.read_bytes()
    if not data.strip():
        raise _fault(path, 1, "the file is empty. Copy a file beside it as a start, or delete this one.")
    if data.startswith(b"\xef\xbb\xbf"):
        raise _fault(path, 1, "the file starts with a hidden byte order mark. Save it as UTF-8 without BOM.")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _fault(path, line, "the file is not UTF-8 text. Save it again with the encoding UTF-8.") from None
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        raise _fault(path, line, "the file has Windows line ends. Save it with line ends LF (Unix).")
    if bad := re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2028\u2029\ufeff]", text):
        line = text[: bad.start()].count("\n") + 1
        raise _fault(path, line, f"there is a hidden control character (U+{ord(bad.group()):04X}). Delete it.")
    return text


def _parse(path: str, text: str, offset: int) -> tuple[dict[str, Any], dict[Loc, int]]:
    reader = _Reader(path, offset)
    try:
        node = reader.compose(text)
        values = reader.value(node, ())
    except yaml.MarkedYAMLError as error:
        raise _fault(path, _error_line(error) + offset, _yaml_sentence(error)) from None
    except yaml.YAMLError:
        raise _fault(path, 1 + offset, "this is not readable YAML. Look for a stray or hidden character.") from None
    except RecursionError:
        raise _fault(path, 1 + offset, "the lists are nested too deeply. Use a few levels only.") from None
    if reader.problems:
        raise ContentError(reader.problems)
    if not isinstance(values, dict):
        raise _fault(path, 1 + offset, "expected lines of the form 'name: value' here.")
    return values, reader.lines


def _error_line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _yaml_sentence(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "a colon inside a text, or crooked indenting, confuses YAML. Put the whole text in double quotes, or line up the names."
    if "cannot start any token" in problem and "'\\t'" in problem:
        return "there is a tab. Use spaces to indent."
    if "cannot start any token" in problem:
        return "the text begins with a special character. Put the whole text in double quotes."
    if "could not find expected ':'" in problem:
        return "this line has no 'name: value', or a quote above it is not closed."
    if "quoted scalar" in (error.context or ""):
        return "a quotation mark is opened here and not closed. Close it, or double it inside the text."
    if "expected ',' or" in problem:
        return "an item of this list confuses YAML. Put each item in double quotes."
    if "expected <block end>" in problem:
        return "this line is indented differently from its neighbours, or a quote is misplaced. Line them up."
    return f"this is not readable YAML ({problem}). Compare it with a file beside it."


class _Reader:
    """Turns YAML nodes into plain values, noting lines and every fault on the way."""

    def __init__(self, path: str, offset: int) -> None:
        self.path = path
        self.offset = offset
        self.lines: dict[Loc, int] = {}
        self.problems: list[Problem] = []
        self.constructor = yaml.constructor.SafeConstructor()

    def compose(self, text: str) -> yaml.Node | None:
        """The node tree, once no event of the file uses an anchor, an alias or a tag."""
        try:
            return self._compose(text, _FAST)
        except yaml.YAMLError:  # said again by the slow reader, whose sentences are the clearer ones
            return self._compose(text, yaml.SafeLoader)

    def _compose(self, text: str, loader: Any) -> yaml.Node | None:
        for event in yaml.parse(text, Loader=loader):
            if getattr(event, "anchor", None):
                raise _fault(
                    self.path,
                    self._line(event),
                    "anchors and aliases (& and *) are not allowed. Put the text in quotes, or write it out.",
                )
            if getattr(event, "tag", None):
                raise _fault(self.path, self._line(event), "tags (!) are not allowed. Put the text in double quotes.")
        return yaml.compose(text, Loader=loader)

    def value(self, node: yaml.Node | None, loc: Loc) -> Any:
        """The plain value of a node."""
        if node is None:
            return {}
        self.lines.setdefault(loc, self._line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, loc)

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or key_node.tag != "tag:yaml.org,2002:str":
                self._note(key_node, loc, f"the name {key!r} is not plain text. Put it in double quotes.")
                continue
            if key in values:
                self._note(key_node, (*loc, key), "this name stands twice. Keep one of the two.")
                continue
            self.lines[(*loc, key)] = self._line(key_node)
            values[key] = self.value(value_node, (*loc, key))
        return values

    def _scalar(self, node: yaml.Node, loc: Loc) -> Any:
        if node.tag not in _PLAIN_TAGS:
            self._note(node, loc, f"'{node.value}' has a special meaning in YAML. Put it in double quotes.")
            return None
        if node.tag.endswith("timestamp"):
            return self._date(node, loc)
        try:
            return self.constructor.construct_object(node)
        except ValueError:
            self._note(node, loc, "this cannot be read as a number. Put it in double quotes.")
            return None

    def _date(self, node: yaml.Node, loc: Loc) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(node.value)
        except ValueError:
            self._note(node, loc, f"'{node.value}' is not a date of the calendar. Write it as 2026-11-23.")
            return None

    def _line(self, place: Any) -> int:
        return int(place.start_mark.line) + 1 + self.offset

    def _note(self, node: yaml.Node, loc: Loc, message: str) -> None:
        self.problems.append(Problem(self.path, self._line(node), ".".join(map(str, loc)), message))

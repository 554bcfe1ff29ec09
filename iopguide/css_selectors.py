"""Which selectors of a style sheet can match an element of a page, now or while it is read. Used by stylesheet."""

import re
from collections.abc import Iterable
from typing import Any

import cssselect2
import lxml.html
import tinycss2
from lxml.etree import _Element as Element
from tinycss2.serializer import serialize_identifier

_STATE = re.compile(r"(?:open|hidden|checked|disabled|selected|inert|value|aria-expanded|aria-current)$")

Chain = tuple[tuple[str, str], ...]
"""Each compound selector with the combinator after it, '' after the last: `a > b` is (('a', '>'), ('b', ''))."""

# What each selector needs


def split(tokens: list[Any]) -> list[list[Any]]:
    """A list of selectors, cut at its commas."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def chains(tokens: list[Any], safe: frozenset[str]) -> tuple[Chain, ...]:
    """Cuts a selector at each compound a script may add: where that element will stand cannot be known."""
    cut: list[list[tuple[str, str]]] = [[]]
    for compound, combinator in _compounds(tokens):
        text, by_script = _lasting(compound, safe)
        if by_script:
            cut += [[(text, "")], []]
        else:
            cut[-1].append((text, combinator))
    return tuple((*chain[:-1], (chain[-1][0], "")) for chain in cut if chain)


def _compounds(tokens: list[Any]) -> list[tuple[list[Any], str]]:
    steps: list[tuple[list[Any], str]] = []
    current: list[Any] = []
    combinator = ""
    for token in tokens:
        if token.type == "whitespace":
            combinator = combinator or " "
        elif token in (">", "+", "~"):
            combinator = token.value
        elif token.type != "comment":
            if combinator and (current or combinator != " "):
                steps.append((current, combinator))
                current = []
            combinator = ""
            current.append(token)
    return [*steps, (current, "")]


def _lasting(compound: list[Any], safe: frozenset[str]) -> tuple[str, bool]:
    """A compound without what changes while reading (pseudo-classes, states), and whether a script may add such an element."""
    kept, by_script, rest = "", False, list(compound)
    while rest:
        token = rest.pop(0)
        text, name = token.serialize(), getattr(token, "value", "")
        if token == ":":
            while rest and rest[0] == ":":
                rest.pop(0)
            text, added = _choice(rest.pop(0), safe) if rest else ("", False)
            by_script = by_script or added
        elif token == "." and rest and rest[0].type == "ident":
            name = rest.pop(0).value
            text = f".{serialize_identifier(name)}"
        elif token.type == "[] block":
            name = next((part.value for part in token.content if part.type == "ident"), "")
            text = "" if _STATE.match(name) else text
        if name in safe:
            by_script = True
        elif token != "&":
            kept += text
    return kept or "*", by_script


def _choice(token: Any, safe: frozenset[str]) -> tuple[str, bool]:
    """`:is(a, b:hover)` is `:is(a,b)`; any other pseudo-class or pseudo-element may come to be true, so it asks for nothing."""
    if token.type != "function" or token.lower_name not in ("is", "where", "not"):
        return "", False
    choices = [_compounds(part) for part in split(token.arguments)]
    if any(len(steps) > 1 for steps in choices):
        return "", False
    texts = [_lasting(steps[0][0], safe) for steps in choices]
    joined, by_script = ",".join(text for text, _ in texts), any(added for _, added in texts)
    if token.lower_name == "not":  # certain only if nothing in it changes while reading
        whole = ",".join(tinycss2.serialize(steps[0][0]) for steps in choices)
        return (f":not({joined})", False) if joined == whole and not by_script else ("", False)
    return f":is({joined})", by_script


# Finding what selectors need, all at once: each step of each chain is one bit of a number


class _Table:
    def __init__(self, chains: Iterable[Chain]) -> None:
        self.last: dict[Chain, int] = {}
        self.first = 0
        self.followed_by = dict.fromkeys((" ", ">", "+", "~", ""), 0)
        compounds: dict[str, int] = {}
        bit = 1
        for chain in chains:
            self.first |= bit
            for compound, combinator in chain:
                compounds[compound] = compounds.get(compound, 0) | bit
                self.followed_by[combinator] |= bit
                bit <<= 1
            self.last[chain] = bit >> 1
        self._index(compounds)

    def _index(self, compounds: dict[str, int]) -> None:
        """Files each test under a name its element must bear, and notes which names and attributes any test looks at."""
        self._not_understood = 0
        self._tests: dict[str, list[tuple[Any, int]]] = {}
        for compound, bits in compounds.items():
            try:
                test = cssselect2.compile_selector_list(compound)[0]
            except (cssselect2.SelectorError, NotImplementedError, TypeError):
                self._not_understood |= bits
                continue
            name = f".{test.class_name}" if test.class_name else f"#{test.id}" if test.id else test.lower_local_name
            self._tests.setdefault(name or "*", []).append((test.test, bits))
        text = " ".join(compounds)
        self._ids = {re.sub(r"\\(.)", r"\1", name) for name in re.findall(r"#((?:[^\s.#:,()[\]\\]|\\.)+)", text)}
        self._attributes = sorted({"class", *re.findall(r"\[\s*([\w-]+)", text)})
        self._known: dict[tuple[str | None, ...], int] = {}

    def own(self, element: Element) -> int:
        """The steps this element fits by itself, wherever it stands."""
        name = element.get("id")
        signature = (str(element.tag), name if name in self._ids else None, *map(element.get, self._attributes))
        if signature not in self._known:
            keys = {"*", str(element.tag), f"#{name}", *(f".{word}" for word in (element.get("class") or "").split())}
            wrapped = cssselect2.ElementWrapper.from_html_root(element)
            fits = (bits for key in keys for test, bits in self._tests.get(key, ()) if test(wrapped))
            self._known[signature] = sum(fits, self._not_understood)
        return self._known[signature]


def found(wanted: set[Chain], pages: Iterable[str]) -> set[Chain]:
    """Those of the wanted chains that some page (HTML text) has an element for."""
    table = _Table(wanted)
    bits = 0
    for page in pages:
        bits |= _visit(table, [lxml.html.document_fromstring(page)], 0, 0)
    return {chain for chain in wanted if bits & table.last[chain]}


def _visit(table: _Table, siblings: Iterable[Element], parent: int, ancestors: int) -> int:
    """The steps matched by these elements and all below them."""
    after = table.followed_by
    possible = table.first | (ancestors & after[" "]) << 1 | (parent & after[">"]) << 1
    previous = earlier = below = 0
    for element in siblings:
        if isinstance(element.tag, str):
            previous = table.own(element) & (possible | (previous & after["+"]) << 1 | (earlier & after["~"]) << 1)
            earlier |= previous
            below |= _visit(table, element, previous, ancestors | previous)
    return earlier | below

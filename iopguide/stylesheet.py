"""Makes one small style sheet for all pages: joins the linked sheets and drops what no page can use. Called by publish."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cssselect2
import lxml.html
import tinycss2
from lxml.etree import _Element as Element
from tinycss2.serializer import serialize_identifier

_NESTING = ("media", "supports", "container", "layer", "scope", "starting-style")
_STATE = re.compile(r"aria-|data-(?!md-)|(?:open|hidden|checked|disabled|selected|inert|value)$")
_READ = re.compile(r"var\(\s*(--[^\s,)]+)")

Chain = tuple[tuple[str, str], ...]
"""Each compound selector with the combinator after it, '' after the last: `a > b` is (('a', '>'), ('b', ''))."""


@dataclass(frozen=True)
class Selector:
    """One selector of a rule and what a page must hold for it to be of use."""

    text: str
    needs: tuple[Chain, ...]


@dataclass(frozen=True)
class Leaf:
    """What is kept or dropped as it stands. `kind` is 'declaration' or the at-rule's: @font-face, @keyframes, `@layer a, b`."""

    kind: str
    name: str
    text: str


@dataclass(frozen=True)
class Rule:
    """A style rule (with selectors) or a block such as @media (with a head)."""

    head: str
    selectors: tuple[Selector, ...]
    body: tuple["Rule | Leaf", ...]


def combine(files: Iterable[Path]) -> str:
    """The text of all style sheets, in their order."""
    return "\n".join(file.read_text("utf-8-sig") for file in files)


def purge(css: str, pages: Iterable[str], safelist: Collection[str] = ()) -> str:
    """The rules that can apply to at least one page (HTML text), written without spare space.

    `safelist`: names of tags, classes, ids and attributes that scripts may add, and of custom properties they read.
    """
    texts = list(pages)
    parsed = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    nodes = tuple(_nodes(parsed, frozenset(safelist)))
    read = {name for text in texts for name in _READ.findall(text)}
    return _write(_sweep(tuple(_of_use(nodes, _found(set(_needs(nodes)), texts))), read.union(safelist)))


# Reading CSS


def _nodes(parsed: Iterable[Any], safe: frozenset[str], nested: bool = False) -> Iterator[Rule | Leaf]:
    for node in parsed:
        if node.type == "declaration":
            name = node.name if node.name.startswith("--") else node.lower_name
            yield Leaf("declaration", name, f"{name}:{_text(node.value, ',') or ' '}{'!important' * node.important}")
        elif node.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            selectors = (Selector(_text(part, ">~+,"), _chains(part, safe)) for part in _split(node.prelude))
            yield Rule("", tuple(selectors), tuple(_nodes(body, safe, nested=True)))
        elif node.type == "at-rule" and node.lower_at_keyword != "charset":  # means nothing inside <style>
            yield _at_rule(node, safe, nested)


def _at_rule(node: Any, safe: frozenset[str], nested: bool) -> Rule | Leaf:
    kind = node.lower_at_keyword
    name = _text(node.prelude, ":," if kind == "media" else ",")
    head = f"@{kind} {name}".strip()
    if node.content is None:
        return Leaf(kind, name, f"{head};")
    if kind not in _NESTING:
        return Leaf(kind, name, f"{head}{{{_text(node.content, ':,;{}')}}}")
    parse = tinycss2.parse_blocks_contents if nested else tinycss2.parse_rule_list
    return Rule(head, (), tuple(_nodes(parse(node.content, skip_comments=True, skip_whitespace=True), safe, nested)))


def _text(tokens: list[Any], tight: str) -> str:
    return str(tinycss2.serialize(_tighten(tokens, tight)))


def _tighten(tokens: list[Any], tight: str) -> list[Any]:
    """Drops comments, and white space at the ends and beside a character of `tight`; other white space becomes one space."""
    kept: list[Any] = []
    for token in tokens:
        spare = not kept or kept[-1].type == "whitespace" or _is_in(kept[-1], tight)
        if token.type == "comment" or (token.type == "whitespace" and spare):
            continue
        if kept and kept[-1].type == "whitespace" and _is_in(token, tight):
            kept.pop()
        if token.type == "whitespace":
            token.value = " "
        for part in ("arguments", "content"):
            if hasattr(token, part):
                setattr(token, part, _tighten(getattr(token, part), tight.replace("+", "")))  # as in 2n + 1
        kept.append(token)
    return kept[:-1] if kept and kept[-1].type == "whitespace" else kept


def _is_in(token: Any, characters: str) -> bool:
    return token.value in characters if token.type == "literal" else token.type == "{} block" and "{" in characters


# What each selector needs


def _split(tokens: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _chains(tokens: list[Any], safe: frozenset[str]) -> tuple[Chain, ...]:
    """Cuts a selector at each compound a script may add: where that element will stand cannot be known."""
    chains: list[list[tuple[str, str]]] = [[]]
    for compound, combinator in _compounds(tokens):
        text, by_script = _lasting(compound, safe)
        if by_script:
            chains += [[(text, "")], []]
        else:
            chains[-1].append((text, combinator))
    return tuple((*chain[:-1], (chain[-1][0], "")) for chain in chains if chain)


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
    if token.type != "function" or token.lower_name not in ("is", "where"):
        return "", False
    choices = [_compounds(part) for part in _split(token.arguments)]
    if any(len(steps) > 1 for steps in choices):
        return "", False
    texts = [_lasting(steps[0][0], safe) for steps in choices]
    return f":is({','.join(text for text, _ in texts)})", any(added for _, added in texts)


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


def _found(chains: set[Chain], pages: Iterable[str]) -> set[Chain]:
    table = _Table(chains)
    bits = 0
    for page in pages:
        bits |= _visit(table, [lxml.html.document_fromstring(page)], 0, 0)
    return {chain for chain in chains if bits & table.last[chain]}


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


def _needs(nodes: Iterable[Rule | Leaf]) -> Iterator[Chain]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from (chain for selector in node.selectors for chain in selector.needs)
            yield from _needs(node.body)


# Dropping the rest


def _of_use(nodes: Iterable[Rule | Leaf], found: set[Chain]) -> Iterator[Rule | Leaf]:
    for node in nodes:
        if isinstance(node, Leaf):
            yield node
            continue
        used = tuple(selector for selector in node.selectors if found.issuperset(selector.needs))
        # A browser ignores a whole list for one selector it does not know: such a list stays whole, or the rule would come alive.
        selectors = node.selectors if any(":-" in selector.text for selector in node.selectors) else used
        if node.head or used:
            yield from _unless_empty(replace(node, selectors=selectors, body=tuple(_of_use(node.body, found))))


def _unless_empty(rule: Rule) -> Iterator[Rule | Leaf]:
    if rule.body:
        yield rule
    elif rule.head.startswith("@layer "):
        yield Leaf("layer", "", f"{rule.head};")  # layers rank by the order of their names


def _sweep(nodes: tuple[Rule | Leaf, ...], read: set[str]) -> tuple[Rule | Leaf, ...]:
    """Drops custom properties nothing reads, animations and fonts nothing names, until nothing more falls."""
    while True:
        values = "\n".join(_values(nodes))
        kept = tuple(_alive(nodes, read.union(_READ.findall(values)), values.lower()))
        if kept == nodes:
            return kept
        nodes = kept


def _values(nodes: Iterable[Rule | Leaf]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from _values(node.body)
        elif node.kind != "font-face":
            yield node.text.partition(":" if node.kind == "declaration" else "{")[2]


def _alive(nodes: Iterable[Rule | Leaf], read: set[str], values: str) -> Iterator[Rule | Leaf]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from _unless_empty(replace(node, body=tuple(_alive(node.body, read, values))))
        elif _is_named(node, read, values):
            yield node


def _is_named(leaf: Leaf, read: set[str], values: str) -> bool:
    if leaf.kind == "property" or leaf.name.startswith("--"):
        return leaf.name in read
    if leaf.kind.endswith("keyframes"):
        return re.search(rf"(?<![\w-]){re.escape(leaf.name.lower())}(?![\w-])", values) is not None
    if leaf.kind == "font-face":
        family = re.search(r"""font-family:["']?([^;"'}]+)""", leaf.text)
        return family is not None and family[1].lower() in values
    return True


def _write(nodes: Iterable[Rule | Leaf]) -> str:
    text = ""
    for node in nodes:
        if isinstance(node, Rule):
            head = node.head or ",".join(selector.text for selector in node.selectors)
            text += f"{head}{{{_write(node.body).removesuffix(';')}}}"
        else:
            text += f"{node.text};" if node.kind == "declaration" else node.text
    return text

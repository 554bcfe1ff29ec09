"""Makes one small style sheet for all pages: joins the linked sheets and drops what no page can use. Called by publish."""

import base64
import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cssselect2
import lxml.html
import tinycss2
from lxml.etree import _Element as Element

_NESTING = {"media", "supports", "container", "layer", "scope", "starting-style"}
_IGNORED = {"charset"}  # means nothing inside <style>
_STATE = re.compile(r"aria-|data-(?!md-)|(?:open|hidden|checked|disabled|selected|inert|value)$")
_READ = re.compile(r"var\(\s*(--[^\s,)]+)")
_FETCHED = re.compile(r"""@import[^;]*|url\(\s*["']?(?!data:|\#|["')])[^"')]+""")

Step = tuple[str, str]  # a compound selector and the combinator after it, "" after the last
Chain = tuple[Step, ...]


@dataclass(frozen=True)
class Selector:
    """One selector of a rule and what must be found in a page for it to be of use."""

    text: str
    needs: tuple[Chain, ...]


@dataclass(frozen=True)
class Declaration:
    """`color:red`."""

    name: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}:{self.value or ' '}"


@dataclass(frozen=True)
class Rule:
    """A style rule (with selectors) or a block such as @media (with a head)."""

    head: str
    selectors: tuple[Selector, ...]
    body: tuple["Node", ...]

    def __str__(self) -> str:
        head = self.head or ",".join(selector.text for selector in self.selectors)
        return f"{head}{{{_join(self.body)}}}"


@dataclass(frozen=True)
class Opaque:
    """A rule kept as text: @font-face, @keyframes, @page, or a statement without a block (`body` is None)."""

    kind: str
    head: str
    body: str | None

    def __str__(self) -> str:
        return f"{self.head};" if self.body is None else f"{self.head}{{{self.body}}}"


Node = Declaration | Rule | Opaque


def combine(files: Iterable[Path]) -> str:
    """The text of all style sheets, in their order."""
    return "\n".join(file.read_text("utf-8-sig") for file in files)


def purge(css: str, pages: Iterable[str], safelist: Collection[str] = ()) -> str:
    """The rules that can apply to at least one page (HTML text), written without spare space.

    `safelist` holds names of tags, classes, ids and attributes that scripts may add, and of custom properties they read.
    """
    texts = list(pages)
    nodes = tuple(_nodes(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), frozenset(safelist)))
    found = _found(dict.fromkeys(_needs(nodes)), texts)
    read = {name for text in texts for name in _READ.findall(text)} | set(safelist)
    return _join(_sweep(tuple(_of_use(nodes, found)), read))


def fetched(css: str) -> list[str]:
    """What an inline style would load from another file; it must be empty, for the address would differ on each page."""
    return [match.strip() + (")" if match.startswith("url") else "") for match in _FETCHED.findall(css)]


def csp_source(style: str) -> str:
    """What a Content-Security-Policy must say to allow exactly this inline style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


# Reading: CSS text to nodes


def _nodes(parsed: Iterable[Any], safe: Collection[str]) -> Iterator[Node]:
    for node in parsed:
        if node.type == "declaration":
            value = _text(node.value, ",") + ("!important" if node.important else "")
            yield Declaration(node.name if node.name.startswith("--") else node.lower_name, value)
        elif node.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield Rule("", _selectors(node.prelude, safe), tuple(_nodes(body, safe)))
        elif node.type == "at-rule" and node.lower_at_keyword not in _IGNORED:
            yield _at_rule(node, safe)


def _at_rule(node: Any, safe: Collection[str]) -> Node:
    kind = node.lower_at_keyword
    prelude = _text(node.prelude, ":,")
    head = f"@{kind} {prelude}".strip()
    if node.content is None:
        return Opaque(kind, head, None)
    if kind not in _NESTING:
        return Opaque(kind, head, _text(node.content, ":,;{}").removesuffix(";"))
    # A block inside a style rule holds declarations, one outside holds rules: only the reader of both keeps either.
    body = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
    if any(part.type == "error" for part in body):
        body = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    return Rule(head, (), tuple(_nodes(body, safe)))


def _text(tokens: list[Any], tight: str) -> str:
    return str(tinycss2.serialize(_tighten(tokens, tight)))


def _tighten(tokens: list[Any], tight: str) -> list[Any]:
    """Drops comments and all white space except one space between two words; none beside a character of `tight`."""
    kept: list[Any] = []
    for token in tokens:
        spare = not kept or kept[-1].type == "whitespace" or _is_one_of(kept[-1], tight)
        if token.type == "comment" or (token.type == "whitespace" and spare):
            continue
        if kept and kept[-1].type == "whitespace" and _is_one_of(token, tight):
            kept.pop()
        if token.type == "whitespace":
            token.value = " "
        for part in ("arguments", "content"):
            if hasattr(token, part):
                setattr(token, part, _tighten(getattr(token, part), tight))
        kept.append(token)
    return kept[:-1] if kept and kept[-1].type == "whitespace" else kept


def _is_one_of(token: Any, characters: str) -> bool:
    return (token.type == "literal" and token.value in characters) or (token.type == "{} block" and "{" in characters)


# Selectors: what each needs to find in a page


def _selectors(prelude: list[Any], safe: Collection[str]) -> tuple[Selector, ...]:
    return tuple(Selector(_text(part, ">~+,"), _chains(part, safe)) for part in _split(prelude))


def _split(tokens: list[Any]) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _chains(tokens: list[Any], safe: Collection[str]) -> tuple[Chain, ...]:
    """Cuts a selector at every compound a script may add: where that element will stand cannot be known."""
    chains: list[list[Step]] = [[]]
    for compound, combinator in _compounds(tokens):
        text, by_script = _lasting(compound, safe)
        if by_script:
            chains += [[(text, combinator)], []]
        else:
            chains[-1].append((text, combinator))
    return tuple((*chain[:-1], (chain[-1][0], "")) for chain in chains if chain)


def _compounds(tokens: list[Any]) -> list[tuple[list[Any], str]]:
    """`a > b` is [(a, '>'), (b, '')]."""
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


def _lasting(compound: list[Any], safe: Collection[str]) -> tuple[str, bool]:
    """A compound without what changes while reading (pseudo-classes, states), and whether a script may add the element."""
    kept, by_script, rest = "", False, list(compound)
    while rest:
        token = rest.pop(0)
        text, name = token.serialize(), getattr(token, "value", None)
        if token == ":":
            while rest and rest[0] == ":":
                rest.pop(0)
            text, added = _choice(rest.pop(0), safe) if rest else ("", False)
            by_script |= added
        elif token == "." and rest:
            name = rest.pop(0).value
            text = f".{tinycss2.serializer.serialize_identifier(name)}"
        elif token.type == "[] block":
            name = next((part.value for part in token.content if part.type == "ident"), "")
            text = "" if _STATE.match(name) else text
        if token == "&" or name in safe:
            by_script |= name in safe
            continue
        kept += text
    return kept or "*", by_script


def _choice(token: Any, safe: Collection[str]) -> tuple[str, bool]:
    """`:is(a, b:hover)` is `:is(a,b)`; any other pseudo-class or pseudo-element may come to be true, so it asks for nothing."""
    if token.type != "function" or token.lower_name not in ("is", "where"):
        return "", False
    choices = [_compounds(part) for part in _split(token.arguments)]
    if any(len(steps) > 1 for steps in choices):
        return "", False
    texts = [_lasting(steps[0][0], safe) for steps in choices]
    return f":is({','.join(text for text, _ in texts)})", any(added for _, added in texts)


# Matching: all selectors at once. Each step of each chain is one bit of a number.


class _Table:
    """Bits of every step, the steps that may start a match, and the steps by the combinator that follows them."""

    def __init__(self, chains: Iterable[Chain]) -> None:
        self.last: dict[Chain, int] = {}
        self.first = 0
        self.followed = dict.fromkeys((" ", ">", "+", "~", ""), 0)
        steps: dict[str, int] = {}
        bit = 1
        for chain in chains:
            self.first |= bit
            for compound, combinator in chain:
                steps[compound] = steps.get(compound, 0) | bit
                self.followed[combinator] |= bit
                bit <<= 1
            self.last[chain] = bit >> 1
        self._always = 0
        self._tests: dict[str, list[tuple[Any, int]]] = {}
        self._known: dict[tuple[Any, ...], int] = {}
        for compound, bits in steps.items():
            self._add(compound, bits)
        words = re.findall(r"\[\s*([\w-]+)", "".join(steps))
        self._attributes = sorted({*words, "class", "id"})

    def _add(self, compound: str, bits: int) -> None:
        try:
            test = cssselect2.compile_selector_list(compound)[0]
        except (cssselect2.SelectorError, NotImplementedError, TypeError):
            self._always |= bits  # not understood, so not dropped
            return
        key = f".{test.class_name}" if test.class_name else f"#{test.id}" if test.id else test.lower_local_name or "*"
        self._tests.setdefault(key, []).append((test.test, bits))

    def own(self, element: Element) -> int:
        """The steps this element fits by itself, wherever it stands."""
        keys = ["*", str(element.tag), f"#{element.get('id')}", *(f".{name}" for name in (element.get("class") or "").split())]
        keys = [key for key in keys if key in self._tests]
        signature = (*keys, *(element.get(name) for name in self._attributes if name not in ("class", "id")), len(keys))
        if signature not in self._known:
            wrapped = cssselect2.ElementWrapper.from_html_root(element)
            self._known[signature] = self._always | sum(bits for key in keys for test, bits in self._tests[key] if test(wrapped))
        return self._known[signature]


def _found(chains: Collection[Chain], pages: Iterable[str]) -> set[Chain]:
    table = _Table(chains)
    bits = 0
    for page in pages:
        bits |= _visit(table, [lxml.html.document_fromstring(page)], 0, 0)
    return {chain for chain in chains if bits & table.last[chain]}


def _visit(table: _Table, siblings: Iterable[Element], parent: int, ancestors: int) -> int:
    """The steps matched by these elements and all below them."""
    after = table.followed
    inherited = table.first | (ancestors & after[" "]) << 1 | (parent & after[">"]) << 1
    previous = earlier = below = 0
    for element in siblings:
        if isinstance(element.tag, str):
            previous = table.own(element) & (inherited | (previous & after["+"]) << 1 | (earlier & after["~"]) << 1)
            earlier |= previous
            below |= _visit(table, element, previous, ancestors | previous)
    return earlier | below


# Dropping


def _needs(nodes: Iterable[Node]) -> Iterator[Chain]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from (chain for selector in node.selectors for chain in selector.needs)
            yield from _needs(node.body)


def _of_use(nodes: Iterable[Node], found: set[Chain]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Rule):
            used = tuple(selector for selector in node.selectors if found.issuperset(selector.needs))
            # One selector a browser does not know voids its whole list: such a list stays whole, or the rule would come alive.
            selectors = node.selectors if used and any(":-" in selector.text for selector in node.selectors) else used
            if node.head or used:
                yield from _unless_empty(replace(node, selectors=selectors, body=tuple(_of_use(node.body, found))))
        else:
            yield node


def _unless_empty(rule: Rule) -> Iterator[Node]:
    if rule.body:
        yield rule
    elif rule.head.startswith("@layer "):
        yield Opaque("layer", rule.head, None)  # the order of layers is the order of their names


def _sweep(nodes: tuple[Node, ...], read: set[str]) -> tuple[Node, ...]:
    """Drops custom properties nothing reads and animations and fonts nothing names, until nothing more falls."""
    while True:
        values = "\n".join(_values(nodes))
        kept = tuple(_alive(nodes, read | set(_READ.findall(values)), values.lower()))
        if kept == nodes:
            return kept
        nodes = kept


def _values(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from _values(node.body)
        elif isinstance(node, Declaration):
            yield node.value
        elif node.body and node.kind.endswith(("keyframes", "page")):
            yield " ".join(_READ.findall(node.body) and [node.body])


def _alive(nodes: Iterable[Node], read: set[str], values: str) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from _unless_empty(replace(node, body=tuple(_alive(node.body, read, values))))
        elif isinstance(node, Declaration):
            if not node.name.startswith("--") or node.name in read:
                yield node
        elif _is_named(node, read, values):
            yield node


def _is_named(node: Opaque, read: set[str], values: str) -> bool:
    name = node.head.partition(" ")[2]
    if node.kind.endswith("keyframes"):
        return re.search(rf"(?<![\w-]){re.escape(name.lower())}(?![\w-])", values) is not None
    if node.kind == "font-face":
        family = re.search(r"""font-family:["']?([^;"']+)""", node.body or "")
        return family is not None and family[1].strip().lower() in values
    return node.kind != "property" or name in read


def _join(nodes: Iterable[Node]) -> str:
    parts = list(nodes)
    return "".join(f"{part};" if isinstance(part, Declaration) and part is not parts[-1] else str(part) for part in parts)

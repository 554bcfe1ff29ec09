"""Makes one small style sheet for all pages: joins the linked sheets and drops what no page can use. Called by publish."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tinycss2

from iopguide import css_selectors
from iopguide.css_selectors import Chain

_NESTING = ("media", "supports", "container", "layer", "scope", "starting-style")
_READ = re.compile(r"var\(\s*(--[^\s,)]+)")


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
    return _write(_sweep(tuple(_of_use(nodes, css_selectors.found(set(_needs(nodes)), texts))), read.union(safelist)))


# Reading CSS


def _nodes(parsed: Iterable[Any], safe: frozenset[str], nested: bool = False) -> Iterator[Rule | Leaf]:
    for node in parsed:
        if node.type == "declaration":
            name = node.name if node.name.startswith("--") else node.lower_name
            yield Leaf("declaration", name, f"{name}:{_text(node.value, ',') or ' '}{'!important' * node.important}")
        elif node.type == "qualified-rule":
            body = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            parts = (
                Selector(_text(part, ">~+,"), css_selectors.chains(part, safe))
                for part in css_selectors.split(node.prelude)
            )
            yield Rule("", tuple(parts), tuple(_nodes(body, safe, nested=True)))
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


# Dropping the rest


def _needs(nodes: Iterable[Rule | Leaf]) -> Iterator[Chain]:
    for node in nodes:
        if isinstance(node, Rule):
            yield from (chain for selector in node.selectors for chain in selector.needs)
            yield from _needs(node.body)


def _of_use(nodes: Iterable[Rule | Leaf], found: set[Chain]) -> Iterator[Rule | Leaf]:
    for node in nodes:
        if isinstance(node, Leaf):
            yield node
            continue
        used = tuple(selector for selector in node.selectors if found.issuperset(selector.needs))
        # A browser ignores a whole list for one selector it does not know: such a list stays whole, or the rule would come alive.
        kept = node.selectors if any(":-" in selector.text for selector in node.selectors) else used
        if node.head or used:
            yield from _unless_empty(replace(node, selectors=kept, body=tuple(_of_use(node.body, found))))


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

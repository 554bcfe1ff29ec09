"""The rules that any text must keep, whichever file it stands in. Knows text only, no files and no records."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

CITATION = re.compile(r"\[@([^\]\s]*)\]")
DIRECTIVE = re.compile(r"\{\{\s*(\w+)\s*:\s*([^{}\n]*?)\s*\}\}")
LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*([^)\s]*)[^)]*\)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
KINDS = ("call", "text", "chat", "fact", "show")

_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u00a0": " "})
_PHONE = re.compile(
    r"(?<![\w.])(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b|\b(?:1[- ])?8\d\d[- ](?=[\d -]*[A-Z]{2})[\dA-Z][\dA-Z-]{5,}"
    r"|\b\d{3}-\d{4}\b|\b1?\d{10}\b"
)
_DIALLED = re.compile(
    r"\b(?:call|dial|text|press|llame|marque|texto|env\u00ede)\s+(?:\w+\s+(?:to|al)\s+|al\s+)?(\d{3,})(?![\d-])",
    re.IGNORECASE,
)
_EMERGENCY = ("911", "988")
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
_STATISTIC = re.compile(
    rf"\d[\d.,]*\s?%|\b[\w.]+ per ?cent\b|\b{_NUMBER}[- ](?:in|out of)[- ](?:every )?{_NUMBER}\b|\b\d+ of \d+\b"
    r"|\b(?:one|two|a)[- ](?:thirds?|quarters?) of\b",
    re.IGNORECASE,
)
_HTML = re.compile(r"<[A-Za-z/!?]")
_TABLE = re.compile(r"^\|.*\|[ ]*\n\|[-:| ]+\|[ ]*$", re.MULTILINE)
_CAPTION = re.compile(r"(?:^|\n)Table: \S.*\n\s*\Z")
_FORMS = {
    re.compile(r"^#{1,6}[^#\s]", re.MULTILINE): "a heading needs a space after its #.",
    re.compile(
        r"^[^\s|>-].*\n(?:=+|-{2,})[ ]*$", re.MULTILINE
    ): "a line of = or - makes the text above it a heading. Begin headings with ##.",
    re.compile(r"^\|[-| ]*:[-:| ]*\|[ ]*$", re.MULTILINE): "columns cannot be aligned with a colon. Use only ---.",
    re.compile(r"^\s*\[[^\]]+\]:", re.MULTILINE): "links are written in place, as [words](/levels/iop.md).",
    re.compile(r"^///", re.MULTILINE): "a line of /// belongs to the generator. Delete it.",
    re.compile(r"\[\^"): "notes are made from citations. Write [@key].",
}
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")
_SHOW_IN_TEXT = re.compile(r"(?<=[^\n{])\{\{\s*show\b|\{\{\s*show\b[^}\n]*\}\}(?=[^\n])")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.) )|(?<!\\)\|")


@dataclass(frozen=True)
class Fault:
    """A broken rule at an offset of a text."""

    offset: int
    message: str


def form_faults(text: str) -> Iterator[Fault]:
    """Faults that can be seen without knowing any record: HTML, addresses, phone numbers, broken directives."""
    if found := _HTML.search(text):
        yield Fault(found.start(), "HTML is not allowed in text. Use Markdown.")
    for link in LINK.finditer(text):
        if not link.group(1).startswith(("/", "#")):
            yield Fault(
                link.start(),
                f"the link '{link.group(1)}' must begin with / and end in .md, such as /levels/iop.md. Cite other sites as [@key].",
            )
    for image in IMAGE.finditer(text):
        if not image.group(1).strip():
            yield Fault(image.start(), "the picture has no description. Write ![what it shows](/assets/name.svg).")
    if found := re.search(r"https?://", text):
        yield Fault(found.start(), "web addresses belong in citations.yml or helplines.yml. Cite as [@key].")
    for table in _TABLE.finditer(text):
        if not _CAPTION.search(text, 0, table.start()):
            yield Fault(
                table.start(), "the table has no caption. Write 'Table: what it shows' and an empty line above it."
            )
    yield from _phone_faults(text)
    for directive in DIRECTIVE.finditer(text):
        if directive.group(1) not in KINDS:
            yield Fault(directive.start(), f"'{{{{{directive.group(1)}:' is not known. Known: {', '.join(KINDS)}.")
    if found := re.search(r"[{}]", _without(DIRECTIVE, text)):
        yield Fault(found.start(), "a { or } is not part of a mark such as {{call:988}}. Complete it or delete it.")
    if found := re.search(r"\[\s*@", _without(CITATION, text)):
        yield Fault(
            found.start(),
            "a citation holds one key and no space, as [@rule-2020]. Write one pair of brackets for each.",
        )
    for form, message in _FORMS.items():
        if found := form.search(text):
            yield Fault(found.start(), message)


def block_faults(text: str, in_field: bool) -> Iterator[Fault]:
    """Faults of the place of a block: only in a body, alone on its line."""
    if in_field and (found := re.search(r"\{\{\s*show\b", text)):
        yield Fault(found.start(), "a block ({{show:...}}) belongs in the text below the front matter.")
    elif found := _SHOW_IN_TEXT.search(text):
        yield Fault(
            found.start(), "a block ({{show:...}}) stands alone on its line. Put an empty line above and below."
        )


def plain_faults(text: str, allowed: Container[str] = ()) -> Iterator[Fault]:
    """Faults of a text that is shown as it stands: besides those of its form, any mark but directives of `allowed` kinds."""
    yield from form_faults(text)
    directives = [found for found in DIRECTIVE.finditer(text) if found.group(1) not in allowed]
    for found in [*CITATION.finditer(text), *LINK.finditer(text), *_BOLD.finditer(text), *directives]:
        yield Fault(found.start(), f"'{found.group()}' does not work here; this text is shown as it stands.")


def _without(mark: re.Pattern[str], text: str) -> str:
    """The text with each mark blanked out, every offset kept."""
    return mark.sub(lambda match: " " * len(match.group()), text)


def _phone_faults(text: str) -> Iterator[Fault]:
    bare = _without(DIRECTIVE, text).translate(_DASHES)
    for found in _PHONE.finditer(bare):
        yield Fault(
            found.start(),
            f"'{found.group().strip()}' looks like a phone number. Put it in helplines.yml and write {{{{call:name}}}}.",
        )
    for found in _DIALLED.finditer(bare):
        if found.group(1) not in _EMERGENCY and not _PHONE.search(found.group()):
            yield Fault(
                found.start(1),
                f"'{found.group(1)}' looks like a phone number. Put it in helplines.yml and write {{{{call:name}}}}.",
            )


def statistics(text: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Offset, words and cited keys of each paragraph, list item or cell that states a percentage or '1 in N'."""
    start = 0
    for block in [*_BLOCK.finditer(text), None]:
        end = block.start() if block else len(text)
        part = text[start:end]
        if found := _STATISTIC.search(part):
            yield start + found.start(), found.group(), tuple(CITATION.findall(part))
        start = block.end() if block else end


def shows(text: str, name: str) -> bool:
    """Whether a text puts in the block `name`."""
    return ("show", name) in DIRECTIVE.findall(text)

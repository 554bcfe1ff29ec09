"""What the YAML files of content/ may hold: sources, helplines, words, menu, provider. Third step, beside models."""

import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from iopguide.models import Line, Record, Slug, Text

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"']+\.[^\s<>\"']+$")]
Phone = Annotated[str, StringConstraints(pattern=r"^([0-9]{3}|1-[0-9]{3}-[0-9]{3}-[0-9]{4})$")]


class Seen(StrEnum):
    """How closely a source was read: the original, a copy or report of it, or not at all yet."""

    ORIGINAL = "original"
    COPY = "copy"
    NOT_SEEN = "not-seen"


class Citation(Record):
    """One source. Its key is what prose cites as [@key]."""

    authors: Text
    """People or organization."""
    title: Text
    """Title as published."""
    publisher: Text
    """Publisher or journal with volume and pages."""
    year: int | None = Field(default=None, ge=1900, le=2100)
    """Year of publication; leave out for a living web page."""
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,}/\S+$")] | None = None
    """DOI without https://doi.org/."""
    url: WebAddress | None = None
    """Address of the original, never of a copy. Leave out if it is not confirmed."""
    kind: Literal["guideline", "review", "study", "government", "law", "book", "organization"]
    """What sort of source it is."""
    checked_on: datetime.date
    """The day someone last looked at it."""
    supports: Text
    """What this site claims from it, in our own words."""
    seen: Seen
    """original, copy or not-seen."""

    @property
    def link(self) -> str | None:
        """The address to print: the DOI's if there is one."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


class Helpline(Record):
    """One line to call, text or chat. Prose writes {{call:id}}, never the number."""

    name: Text
    """Name of the service."""
    order: int
    """Place in lists, most urgent first."""
    phone: Phone | None = None
    """As 911 or 1-800-662-4357."""
    text_to: Annotated[str, StringConstraints(pattern=r"^[0-9][0-9-]+[0-9]$")] | None = None
    """Number to text."""
    text_word: Text | None = None
    """Word to text, if one is needed."""
    chat: WebAddress | None = None
    """Address of the chat."""
    hours: Text
    """When it answers."""
    languages: tuple[Text, ...] = Field(min_length=1)
    """Languages it answers in."""
    for_whom: Text
    """Whom it is for."""
    does: Text
    """What happens when you call."""
    source: WebAddress | None = None
    """Where the number was checked."""
    seen: Seen
    """original if its own or an official page was read."""
    checked_on: datetime.date
    """The day the number was last checked."""

    @model_validator(mode="after")
    def _reachable(self) -> "Helpline":
        if not (self.phone or self.text_to or self.chat):
            raise ValueError("give at least one of phone, text_to and chat")
        return self


class Term(Record):
    """One word of the glossary."""

    meaning: Text
    """What it means, in one or two plain sentences."""
    forms: tuple[Text, ...] = ()
    """Other spellings that should be explained too."""
    see: Text | None = None
    """The page that says more, such as /levels/iop.md."""


class Label(Record):
    """One word of a closed list, as it is shown."""

    label: Text
    """Shown to readers."""
    description: Text
    """What it means."""


class ComparisonRow(Record):
    """One row of the comparison of levels."""

    field: Text
    """A field of a level, such as hours."""
    label: Text
    """The row's heading."""


class Vocabulary(Record):
    """The closed lists: groups of conditions, strength of evidence, how a source was seen, comparison rows."""

    groups: dict[Slug, Label]
    """Groups of conditions, in the order of the conditions page."""
    evidence: dict[Slug, Label]
    """How strong the evidence is."""
    seen: dict[Seen, Label]
    """How closely a source was read."""
    comparison: tuple[ComparisonRow, ...]
    """Rows of the comparison table, in order."""


Few = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]+( [a-z0-9.]+){0,3}$")]
Sign = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]+(/[a-z0-9.]+)*( [a-z0-9.]+(/[a-z0-9.]+)*){0,3}$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]+$")]


class Card(Record):
    """A card that stands above all search results when the words speak of danger."""

    id: Slug
    """Its name."""
    title: Line
    """Its heading."""
    text: Text
    """What to do, with {{call:...}} and {{text:...}} marks."""
    page: Text
    """The page that says more."""
    topics: tuple[Sign, ...] = ()
    """What names such a danger: one to four words that all stand in what was typed; `cant/not breathe` is either of two.
    Beside a word of `contexts` it shows no card."""
    signs: tuple[Sign, ...] = Field(min_length=1)
    """The same for what speaks of someone in danger, whatever stands beside it."""
    unless: tuple[Sign, ...] = ()
    """The same for what silences the card in any case."""


class SearchWords(Record):
    """Names and meanings for the search, never whole queries."""

    same: tuple[tuple[Word, ...], ...] = ()
    """Groups of words that mean the same to someone who searches."""
    means: dict[Text, tuple[Few, ...]] = Field(default_factory=dict)
    """For a page, everyday words of one to four words that lead to it, besides its also_known_as."""
    behind: tuple[Text, ...] = ()
    """Pages that mention much and answer little; they come after others."""
    contexts: tuple[Word, ...] = ()
    """Words of someone who looks a subject up for study, work or law, such as `essay`."""
    cards: tuple[Card, ...] = ()
    """Dangers, the most urgent first."""


class MenuSection(Record):
    """One group of links in the menu."""

    title: Text
    """Its heading."""
    pages: tuple[Text, ...] = Field(min_length=1)
    """Paths such as /levels/iop.md, in order."""


class Menu(Record):
    """The menu of every page, and the order of reading."""

    sections: tuple[MenuSection, ...]
    """Groups of links, in order."""


class Provider(Record):
    """Who publishes the site. What the owner has not given stays empty and is listed by `check`."""

    name: Text
    """Name of the provider."""
    offers: tuple[Text, ...]
    """What it says it offers, plainly."""
    site_url: WebAddress | None = None
    """Address the site will have. Without it no canonical link or sitemap is made."""
    operator: Text | None = None
    """Legal name of the operator."""
    licence: Text | None = None
    """State licence number."""
    phone: Phone | None = None
    """Phone number."""
    address: Text | None = None
    """Postal address."""
    state: Text | None = None
    """State of the licence."""
    corrections_contact: Text | None = None
    """Where readers report an error."""

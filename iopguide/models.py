"""What a writer may write: one model a kind of record, every field described. Third step: no files, no links."""

import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\n|\[\]`*]+$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\n|]+$")]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Record(BaseModel):
    """What all records share: unknown fields are refused and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
    required_headings: ClassVar[tuple[str, ...]] = ()


class Review(Record):
    """Who checked the text. A review counts only for the very words that were reviewed."""

    status: Literal["awaiting-review", "reviewed"]
    """awaiting-review, or reviewed once a clinician has really read the page."""
    reviewer: Text | None = None
    """The reviewer's full name."""
    credentials: Text | None = None
    """Licence or degree, as the reviewer signs, e.g. LCSW."""
    date: datetime.date | None = None
    """The day of the review."""
    next_date: datetime.date | None = None
    """The day by which it must be read again."""
    text_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = None
    """The mark of the reviewed words, printed by `check`; an edit changes it and reopens the review."""

    @model_validator(mode="after")
    def _complete(self) -> "Review":
        details = (self.reviewer, self.credentials, self.date, self.next_date, self.text_hash)
        if self.status == "reviewed" and None in details:
            raise ValueError("a reviewed page names reviewer, credentials, date, next_date and text_hash")
        if self.status == "awaiting-review" and any(details):
            raise ValueError("a page that awaits review has only 'status'; delete the other fields")
        return self


class Page(Record):
    """Front matter of a page in `docs/`, and what every record with a page of its own has too."""

    searched: ClassVar[bool] = True

    title: Annotated[Line, StringConstraints(max_length=70)]
    """The heading of the page and its name in search results. 70 letters at most."""
    summary: Summary
    """One or two sentences that answer the title; shown in lists and search results. 200 letters at most."""
    changed: datetime.date
    """The day the words last changed in meaning, e.g. 2026-11-23."""
    review: Review
    """Who checked the page; `status: awaiting-review` until a clinician has."""
    nav: Line | None = None
    """A shorter name for the menu, if the title is long."""
    lang: Literal["en", "es"] = "en"
    """The language of the page."""
    also_known_as: tuple[Line, ...] = ()
    """Lay, street, brand and old names people may look for; used for search and the A to Z only."""


class SourceList(Page):
    """A page nobody writes: all sources whose authors begin with one letter."""

    searched: ClassVar[bool] = False

    letter: Line
    """A to Z, or 0-9."""


class Hours(Record):
    """Hours of treatment a week, in one of three forms, with the source of the numbers."""

    adults: tuple[int | None, int | None] | None = None
    """[least, most] hours a week for adults; [null, 9] means under 9, [20, null] means 20 or more."""
    teens: tuple[int | None, int | None] | None = None
    """The same for young people under 18, where it differs."""
    as_chosen: Text | None = None
    """Instead of numbers: the person chooses; say how."""
    round_the_clock: bool = False
    """Instead of numbers: care by day and night."""
    planned_treatment_hours: Text | None = None
    """With round_the_clock: what is known of the planned treatment hours."""
    sources: tuple[Text, ...] = Field(min_length=1)
    """Keys of citations.yml that print these hours."""

    @model_validator(mode="after")
    def _one_form(self) -> "Hours":
        if [bool(self.adults), bool(self.as_chosen), self.round_the_clock].count(True) != 1:
            raise ValueError("give exactly one of adults, as_chosen and round_the_clock")
        if self.round_the_clock != bool(self.planned_treatment_hours):
            raise ValueError("round_the_clock and planned_treatment_hours go together")
        for name, band in (("adults", self.adults), ("teens", self.teens)):
            if band is not None and not _is_band(band):
                raise ValueError(f"{name} must be [least, most] hours of one week, the least first, such as [9, 19]")
        return self


def _is_band(band: tuple[int | None, int | None]) -> bool:
    low, high = band
    given = [hours for hours in band if hours is not None]
    return bool(given) and all(0 < hours <= 100 for hours in given) and (low is None or high is None or low < high)


class Level(Page):
    """One level of care. The comparison table and the chart are drawn from these fields alone."""

    short: Line
    """The name used in tables and charts, e.g. IOP."""
    order: int = Field(ge=1, le=9)
    """Place from least (1) to most intensive."""
    hours: Hours
    """Hours of treatment a week, with sources."""
    days: Cell
    """Days a week."""
    home: Cell
    """Where you live during it."""
    supervision: Cell
    """Who watches over you, and when."""
    medical_care: Cell
    """What medical care is on site."""
    length: Cell
    """How long it usually lasts."""
    fit: Cell
    """In one table cell: whom it fits."""
    work_school: Cell
    """Whether work or school can go on."""
    cost_note: Cell
    """What it costs compared with other levels; no dollar figures."""
    asam_third: Cell
    """Its name in The ASAM Criteria, 3rd edition (2013)."""
    asam_fourth: Cell
    """Its name in The ASAM Criteria, 4th edition (2023)."""
    fits: tuple[Text, ...] = Field(min_length=1)
    """Sentences: it may fit when ..."""
    does_not_fit: tuple[Text, ...] = Field(min_length=1)
    """Sentences: it is not enough, or too much, when ..."""
    step_up: tuple[Slug, ...]
    """Levels to move up to."""
    step_down: tuple[Slug, ...]
    """Levels to move down to."""
    questions: tuple[Text, ...] = ()
    """What to ask a program."""
    for_families: Text
    """Two to five sentences, with sources, for someone who supports the person."""


class SafetyLevel(StrEnum):
    """How urgent the safety notice of a condition is."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    NONE = "none"


class Safety(Record):
    """The safety notice of a condition."""

    level: SafetyLevel
    """emergency (911), urgent (call today) or none."""
    title: Text | None = None
    """Its heading, in the form 'Call 911 if:'."""
    text: Text | None = None
    """Its words; cite the source."""

    @model_validator(mode="after")
    def _worded(self) -> "Safety":
        if (self.level is SafetyLevel.NONE) == bool(self.title or self.text):
            raise ValueError("an emergency or urgent notice has a title and a text; 'none' has neither")
        if self.level is not SafetyLevel.NONE and not (self.title and self.text):
            raise ValueError("an emergency or urgent notice has a title and a text; 'none' has neither")
        return self


class Condition(Page):
    """One condition that people bring to an IOP."""

    required_headings = ("What it is", "Can an IOP help?", "What good treatment looks like")
    group: Slug
    """A group of vocabulary.yml."""
    diagnosis: Text
    """Whether DSM-5-TR and ICD-11 list it as a diagnosis, with sources."""
    safety: Safety
    """The safety notice; every substance has one about withdrawal."""
    iop_may_fit: tuple[Text, ...] = Field(min_length=1)
    """Sentences: an IOP may fit when ..."""
    iop_not_enough: tuple[Text, ...] = Field(min_length=1)
    """Sentences: an IOP is not enough when ..."""
    therapies: tuple[Slug, ...] = ()
    """Slugs of content/therapies of kind therapy."""
    medicines: tuple[Slug, ...] = ()
    """Slugs of content/therapies of kind medicine."""
    components: tuple[Slug, ...] = ()
    """Slugs of content/components that matter most here."""
    related: tuple[Slug, ...] = ()
    """Slugs of other conditions; the link is shown on both pages."""
    questions: tuple[Text, ...] = Field(min_length=1)
    """What to ask a program about this condition."""
    for_families: Text
    """Two to five sentences, with sources, for someone who supports the person."""


class Component(Page):
    """One part of an IOP, such as group therapy."""

    required_headings = ("What happens", "What it is for", "How strong the evidence is", "Limits")
    order: int = Field(ge=1, le=20)
    """Place in the list of components."""
    therapies: tuple[Slug, ...] = ()
    """Slugs of content/therapies often used in it."""
    questions: tuple[Text, ...] = Field(min_length=1)
    """What to ask a program about it."""
    for_families: Text
    """Two to five sentences, with sources, for someone who supports the person."""


class Therapy(Page):
    """One treatment method or medicine. The required headings answer the DISCERN questions."""

    required_headings = (
        "What happens",
        "How it may help",
        "What the evidence says",
        "Risks and limits",
        "If you do nothing",
        "What else there is",
    )
    kind: Literal["therapy", "medicine"]
    """therapy or medicine."""
    who: Literal["adults", "young-people", "everyone"]
    """Whom it was made for."""
    evidence: Slug
    """How strong the evidence is: a word of vocabulary.yml."""
    components: tuple[Slug, ...] = ()
    """Slugs of content/components where it is used."""
    questions: tuple[Text, ...] = Field(min_length=1)
    """What to ask about it."""

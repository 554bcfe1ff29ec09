"""What questionnaire.yml and proof.yml may hold: questions, points, rules, results, notes. Third step, beside models.

The design follows public descriptions of how placement tools look at a person, and uses no item, score or name of any of
them. docs/decisions/0007-questionnaire.md has the reasons.
"""

import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from iopguide.models import Line, Record, Slug, Text

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$")]
Outcome = Literal["emergency", "medical", "more", "talk", "iop", "step_down", "outpatient"]
UNSURE = "unsure"
"""The answer every question has besides its own: not sure, or rather not say. An unanswered question counts as this."""


class Said(Record):
    """Words for the person, and for someone who answers for another. One text serves both if it is not split."""

    me: Text
    """Said to the person."""
    them: Text
    """Said to someone who answers for another person."""

    @model_validator(mode="before")
    @classmethod
    def _both(cls, value: Any) -> Any:
        return {"me": value, "them": value} if isinstance(value, str) else value


class Condition(Record):
    """When a rule or note applies. Exactly one of the forms below."""

    question: Name | None = None
    """A question, together with `answers`."""
    answers: tuple[Name, ...] = ()
    """True if one of these is marked."""
    all: tuple["Condition", ...] = ()
    """True if all of these are."""
    any: tuple["Condition", ...] = ()
    """True if at least one of these is."""
    points: Annotated[int, Field(ge=1)] | None = None
    """True if the points come to this or more."""
    counting_skips: bool = False
    """With points: each skipped question that the rules read counts one point."""
    skipped: Literal["safety", "others"] | None = None
    """Among the questions that the rules read: those marked as safety, or the others."""
    at_least: Annotated[int, Field(ge=1, le=5)] | None = None
    """With skipped: how many of them. The paper form has words up to five."""
    always: bool = False
    """True for everyone; written as `when: always`."""

    @model_validator(mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        return {"always": True} if value == "always" else value

    @model_validator(mode="after")
    def _one_form(self) -> "Condition":
        forms = (self.question, self.all, self.any, self.points, self.skipped, self.always)
        pairs = (
            bool(self.question) == bool(self.answers),
            bool(self.skipped) == bool(self.at_least),
            bool(self.points) or not self.counting_skips,
        )
        if [bool(form) for form in forms].count(True) != 1 or False in pairs:
            raise ValueError(
                "write one of: question with answers; all; any; points; skipped with at_least; or the word always"
            )
        return self


class Answer(Record):
    """One answer to a question."""

    id: Name
    """Its name in rules and points, unique in the question."""
    text: Said
    """What the reader marks."""
    because: Said | None = None
    """The reason a result shows for it; left out, the result quotes the answer."""


class Setup(Record):
    """A tap before the questions. Only words and notes read it, never a rule."""

    id: Literal["who", "age"]
    """who or age."""
    ask: Said
    """The question."""
    answers: tuple[Answer, ...] = Field(min_length=2)
    """Its answers."""


class Question(Record):
    """One question. Each also has the answer 'unsure'."""

    id: Name
    """Its name in rules and points."""
    kind: Literal["one", "many"]
    """one: answers from least to most serious, one is marked. many: all that are true are marked."""
    safety: bool = False
    """A skip here never leads to an IOP or less."""
    when: Condition | None = None
    """Asked only then, by one of some answers to questions that stand before it. Left out: always asked."""
    ask: Said
    """The question itself."""
    help: Said
    """How to answer it."""
    why: Text
    """Why it is asked."""
    answers: tuple[Answer, ...] = Field(min_length=2)
    """Its answers."""


class Rule(Record):
    """One rule. The first that is true gives the result."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]+$")]
    """Letter and number."""
    then: Outcome
    """The result."""
    when: Condition
    """When it is true."""


class Result(Record):
    """What the reader is told."""

    title: Line
    """Its heading."""
    lead: Said
    """The answer in a sentence or two."""
    steps: tuple[Said, ...] = Field(min_length=1)
    """What to do next."""
    ask: tuple[Said, ...] = Field(min_length=1)
    """What to ask, for the first-call sheet too."""
    know: tuple[Said, ...] = Field(min_length=1)
    """What else is worth knowing."""
    links: tuple[Text, ...] = Field(min_length=1)
    """Pages such as /levels/iop.md."""


class Note(Record):
    """A text that answers add. It never changes the result."""

    id: Slug
    """Its name."""
    level: Literal["emergency", "urgent", "note"]
    """How urgent it is."""
    at_once: bool = False
    """Shown as soon as the answer is given, and again in the result."""
    title: Line
    """Its heading."""
    text: Said
    """Its words."""
    when: Condition
    """When it is shown: by one of some answers."""


class Sheet(Record):
    """The sheet to print for the first call."""

    title: Line
    """Its heading; it names no illness."""
    say: Said
    """What to say when someone answers."""
    ask: tuple[Text, ...] = Field(min_length=1)
    """What to ask, whatever the result; its own questions stand above these."""
    by_hand: tuple[Line, ...] = Field(min_length=1)
    """Headings of lines to write on, where no script fills in what the person ticks."""
    before: tuple[Line, ...] = Field(min_length=1)
    """The same for everyone, before the call. The first has room for more."""
    during: tuple[Line, ...] = Field(min_length=1)
    """The same, for the call itself."""
    money: tuple[Line, ...] = Field(min_length=1)
    """What to ask about insurance and cost."""
    flags: tuple[Line, ...] = Field(min_length=1)
    """Warning signs in a program."""
    private: Text
    """What to know before printing."""


class Questionnaire(Record):
    """The one file of truth for "Is an IOP right for me?"."""

    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+$")]
    """Raised with every change of meaning."""
    changed: datetime.date
    """The day of that change."""
    unsure: Said
    """The words of the answer that every question has."""
    setup: tuple[Setup, ...] = Field(min_length=2)
    """Who it is for, and age."""
    questions: tuple[Question, ...] = Field(min_length=1, max_length=16)
    """At most 16, safety first."""
    points: dict[Name, dict[Name, Annotated[int, Field(ge=1, le=9)]]]
    """For each question, the points of its answers."""
    rules: tuple[Rule, ...] = Field(min_length=1)
    """The most urgent first."""
    outcomes: dict[Outcome, Result]
    """What each result says."""
    notes: tuple[Note, ...]
    """Added by answers."""
    sheet: Sheet
    """To print for the first call."""

    def question(self, name: str) -> Question:
        """The question of this name. Raises KeyError."""
        return {question.id: question for question in self.questions}[name]


class Proof(Record):
    """What `prove` found. Written by it, never by hand."""

    hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """The mark of everything the rules read; another mark means that the rules are not proved."""
    classes: int
    """How many different sets of answers were tried: all there are."""
    outcomes: dict[Outcome, int]
    """How many of them lead to each result."""
    rules: dict[str, int]
    """How many of them each rule decides."""

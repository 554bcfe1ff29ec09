"""From answers to a result: the first rule that is true. Pure; docs/assets/engine.mjs does the same in the browser."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, Protocol

from iopguide.questionnaire import UNSURE, Condition, Question, Questionnaire

Answers = Mapping[str, frozenset[str]]
"""For each question its marked answers."""
Reason = tuple[str, str]
"""A question and one of its answers."""


class View(Protocol):
    """What a condition looks at: the answers of one person, or those of all persons at once (as arrays)."""

    def marked(self, question: str, answers: tuple[str, ...]) -> Any:
        """Whether one of the answers is marked."""

    def points(self, counting_skips: bool) -> Any:
        """The points of all answers."""

    def skips(self, group: str) -> Any:
        """How many questions of the group are skipped."""


def holds(condition: Condition, view: View) -> Any:
    """Whether a condition is true; an array of truths where the view is of all persons."""
    if condition.question:
        return view.marked(condition.question, condition.answers)
    if condition.all:
        return reduce(and_, (holds(part, view) for part in condition.all))
    if condition.any:
        return reduce(or_, (holds(part, view) for part in condition.any))
    if condition.points:
        return view.points(condition.counting_skips) >= condition.points
    if condition.skipped:
        return view.skips(condition.skipped) >= condition.at_least
    return True


def atoms(condition: Condition) -> Iterator[Condition]:
    """The conditions without parts inside a condition."""
    parts = (*condition.all, *condition.any)
    yield from (atom for part in parts for atom in atoms(part)) if parts else [condition]


def decisive(questionnaire: Questionnaire) -> list[Question]:
    """The questions that a rule or the points read, in order."""
    read = {atom.question for rule in questionnaire.rules for atom in atoms(rule.when)} | set(questionnaire.points)
    return [question for question in questionnaire.questions if question.id in read]


@dataclass(frozen=True)
class Person(View):
    """The answers of one person: questions that are asked and not answered count as skipped, others do not count."""

    questionnaire: Questionnaire
    answers: Answers

    def marked(self, question: str, answers: tuple[str, ...]) -> bool:
        """Whether one of the answers is marked."""
        return not self.answers.get(question, frozenset()).isdisjoint(answers)

    def points(self, counting_skips: bool) -> int:
        """The points of all answers."""
        total = sum(count for _, count in self._pointed)
        return total + (self.skips("safety") + self.skips("others") if counting_skips else 0)

    def skips(self, group: str) -> int:
        """How many questions of the group are skipped."""
        return sum(self.marked(question.id, (UNSURE,)) for question in self._group(group))

    def named(self, condition: Condition) -> list[Reason]:
        """The answers because of which a true condition is true."""
        if condition.all or condition.any:
            parts = (part for part in (*condition.all, *condition.any) if holds(part, self))
            return [reason for part in parts for reason in self.named(part)]
        if condition.question:
            marked = self.answers.get(condition.question, frozenset())
            return [(condition.question, answer) for answer in condition.answers if answer in marked]
        if condition.points:
            ordered = sorted(self._pointed, key=lambda item: -item[1])
            return [reason for reason, _ in ordered]
        groups = (condition.skipped,) if condition.skipped else ()
        return [(question.id, UNSURE) for group in groups for question in self._group(group) if self._skipped(question)]

    @cached_property
    def _pointed(self) -> list[tuple[Reason, int]]:
        return [
            ((question.id, answer), count)
            for question in self.questionnaire.questions
            for answer, count in self.questionnaire.points.get(question.id, {}).items()
            if answer in self.answers.get(question.id, ())
        ]

    def _group(self, group: str) -> list[Question]:
        return [question for question in decisive(self.questionnaire) if question.safety == (group == "safety")]

    def _skipped(self, question: Question) -> bool:
        return self.marked(question.id, (UNSURE,))


@dataclass(frozen=True)
class Verdict:
    """The result for one person."""

    outcome: str
    rule: str
    reasons: tuple[Reason, ...]
    """The answers that led to it, those of the deciding rule first."""
    notes: tuple[str, ...]
    """Ids of the notes to show, in order."""
    skipped: tuple[str, ...]
    """Ids of the questions that were asked and not answered."""


def asked(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """The questions that a person with these answers is asked, in order, each with its answers or as skipped."""
    given: dict[str, frozenset[str]] = {}
    for question in questionnaire.questions:
        if question.when is None or holds(question.when, Person(questionnaire, given)):
            given[question.id] = answers.get(question.id) or frozenset({UNSURE})
    return given


def evaluate(questionnaire: Questionnaire, answers: Answers) -> Verdict:
    """The result for these answers. A question that is not asked counts for nothing, one left open as skipped."""
    given = asked(questionnaire, answers)
    setup: dict[str, frozenset[str]] = {
        tap.id: answers.get(tap.id) or frozenset({UNSURE}) for tap in questionnaire.setup
    }
    person = Person(questionnaire, {**setup, **given})
    true = [rule for rule in questionnaire.rules if holds(rule.when, person)]
    same = [rule for rule in true if rule.then == true[0].then]
    reasons = dict.fromkeys(reason for rule in same for reason in person.named(rule.when))
    return Verdict(
        outcome=true[0].then,
        rule=true[0].id,
        reasons=tuple(reasons),
        notes=tuple(note.id for note in questionnaire.notes if holds(note.when, person)),
        skipped=tuple(name for name, marked in given.items() if UNSURE in marked),
    )


def table(questionnaire: Questionnaire) -> dict[str, Any]:
    """All that the browser's engine needs: conditions and points, no words."""
    read = {question.id for question in decisive(questionnaire)}
    return {
        "questions": [
            {
                "id": question.id,
                **({"when": _plain(question.when)} if question.when else {}),
                **({"group": "safety" if question.safety else "others"} if question.id in read else {}),
                **({"points": questionnaire.points[question.id]} if question.id in questionnaire.points else {}),
            }
            for question in questionnaire.questions
        ],
        "rules": [{"id": rule.id, "then": rule.then, "when": _plain(rule.when)} for rule in questionnaire.rules],
        "notes": [{"id": note.id, "when": _plain(note.when), "at_once": note.at_once} for note in questionnaire.notes],
    }


def _plain(condition: Condition) -> dict[str, Any]:
    return condition.model_dump(exclude_defaults=True)

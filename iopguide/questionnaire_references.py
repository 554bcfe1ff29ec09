"""The rules inside the questionnaire: every name leads somewhere, nothing stands twice or unused, the rules are proved."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from iopguide import floors, rules
from iopguide.loader import Document
from iopguide.problems import Problem, did_you_mean
from iopguide.questionnaire import UNSURE, Condition, Outcome, Proof, Questionnaire
from iopguide.source import Loc

_HARMLESS = ("none", "nothing")
"""Answers of questions of kind many that say: nothing of this."""


def problems(document: Document[Questionnaire]) -> Iterator[Problem]:
    """Every broken rule of the questionnaire, besides the question whether it is proved."""
    for rule in (_twice, _names, _unsayable, _unused, _words):
        yield from rule(document)


def unproved(document: Document[Questionnaire], kept: Document[Proof] | None) -> Iterator[Problem]:
    """A problem if the rules are not those that were proved."""
    if kept is None or kept.meta.hash != floors.mark(document.meta):
        what = "the questions, points or rules have changed since they were proved. Run: python -m iopguide prove"
        yield document.problem(("rules",), what)


@dataclass(frozen=True)
class _Use:
    """A condition, where it stands, and which questions it may read."""

    loc: Loc
    condition: Condition
    readable: dict[str, list[str]]
    what: str


def _uses(document: Document[Questionnaire]) -> Iterator[_Use]:
    """Every condition without parts, with its place."""
    meta = document.meta
    every = {question.id: [*(answer.id for answer in question.answers), UNSURE] for question in meta.questions}
    filters = _filters(meta)
    decided = {name: answers for name, answers in every.items() if name not in filters}
    setup = {tap.id: [answer.id for answer in tap.answers] for tap in meta.setup}
    for index, question in enumerate(meta.questions):
        if question.when:
            many = {other.id: every[other.id] for other in meta.questions[:index] if other.kind == "many"}
            yield from _atoms(("questions", index, "when"), question.when, many, "an earlier question of kind many")
    for index, rule in enumerate(meta.rules):
        what = "a question that rules may read"
        yield from _atoms(("rules", index, "when"), rule.when, decided, what)
    for index, note in enumerate(meta.notes):
        yield from _atoms(("notes", index, "when"), note.when, every | setup, "a question")


def _filters(meta: Questionnaire) -> set[str]:
    """Questions that decide which others are asked. Rules and points do not read them, so that the proof is whole."""
    whens = (question.when for question in meta.questions if question.when)
    return {atom.question for when in whens for atom in rules.atoms(when) if atom.question}


def _atoms(loc: Loc, condition: Condition, readable: dict[str, list[str]], what: str) -> Iterator[_Use]:
    for form in ("all", "any"):
        for index, part in enumerate(getattr(condition, form)):
            yield from _atoms((*loc, form, index), part, readable, what)
    if not (condition.all or condition.any):
        yield _Use(loc, condition, readable, what)


def _names(document: Document[Questionnaire]) -> Iterator[Problem]:
    """Questions and answers that conditions and points name are there."""
    for use in _uses(document):
        question = use.condition.question
        if question and question not in use.readable:
            yield document.problem((*use.loc, "question"), _unknown(question, use.what, use.readable))
        elif question:
            for answer in use.condition.answers:
                if answer not in use.readable[question]:
                    what = _unknown(answer, f"an answer of {question}", use.readable[question])
                    yield document.problem((*use.loc, "answers"), what)
    filters = _filters(document.meta)
    single = {question.id: question for question in document.meta.questions if question.kind == "one"}
    known = {name: [answer.id for answer in single[name].answers] for name in single if name not in filters}
    for question, answers in document.meta.points.items():
        if question not in known:
            yield document.problem(("points", question), _unknown(question, "a question of kind one", known))
            continue
        for answer in answers:
            if answer not in known[question]:
                what = _unknown(answer, f"an answer of {question}", known[question])
                yield document.problem(("points", question, answer), what)


def _unsayable(document: Document[Questionnaire]) -> Iterator[Problem]:
    """For questions and notes one of some answers is enough: the paper form and notes shown at once know nothing else."""
    what = "one of some answers has to be enough here. Write question with answers, or any of those: paper can say no more."
    for kind in ("questions", "notes"):
        for index, one in enumerate(getattr(document.meta, kind)):
            for loc in _other_forms((kind, index, "when"), one.when) if one.when else ():
                yield document.problem(loc, what)


def _other_forms(loc: Loc, condition: Condition) -> Iterator[Loc]:
    """Where a condition asks for something else than one of some answers."""
    for index, part in enumerate(condition.any):
        yield from _other_forms((*loc, "any", index), part)
    if not (condition.any or condition.question):
        yield loc


def _unknown(name: str, what: str, known: Iterable[str]) -> str:
    return f"'{name}' is not {what}.{did_you_mean(name, known)}"


def _twice(document: Document[Questionnaire]) -> Iterator[Problem]:
    """No name stands twice, and none is 'unsure'."""
    meta = document.meta
    lists: dict[Loc, list[str]] = {
        ("questions",): [question.id for question in meta.questions],
        ("setup",): [tap.id for tap in meta.setup],
        ("rules",): [rule.id for rule in meta.rules],
        ("notes",): [note.id for note in meta.notes],
    }
    for index, question in enumerate(meta.questions):
        lists["questions", index, "answers"] = [answer.id for answer in question.answers]
        if any(answer.id == UNSURE for answer in question.answers):
            what = "the answer 'unsure' is added to every question by itself. Delete it here."
            yield document.problem(("questions", index, "answers"), what)
        if question.kind == "many" and question.safety and "none" not in [answer.id for answer in question.answers]:
            what = "a safety question of kind many needs an answer with the id none."
            yield document.problem(("questions", index, "answers"), what)
    for loc, names in lists.items():
        for name, count in Counter(names).items():
            if count > 1:
                place = len(names) - 1 - names[::-1].index(name)
                yield document.problem((*loc, place, "id"), f"'{name}' stands {count} times. Give each its own.")


def _unused(document: Document[Questionnaire]) -> Iterator[Problem]:
    """Every answer but the best of its question is read by a rule, by points, by a note or by another question."""
    meta = document.meta
    named = {(use.condition.question, answer) for use in _uses(document) for answer in use.condition.answers}
    named |= {(question, answer) for question, answers in meta.points.items() for answer in answers}
    for place, question in enumerate(meta.questions):
        for index, answer in enumerate(question.answers):
            best = answer.id in _HARMLESS if question.kind == "many" else index == 0
            if not best and (question.id, answer.id) not in named:
                what = "nothing reads this answer: no rule, points, note or other question. Use it, or delete it."
                yield document.problem(("questions", place, "answers", index, "id"), what)


def _words(document: Document[Questionnaire]) -> Iterator[Problem]:
    """Every result has its words, and a rule for everyone comes last."""
    meta = document.meta
    for outcome in get_args(Outcome):
        if outcome not in meta.outcomes:
            yield document.problem(("outcomes",), f"the result '{outcome}' has no words. Write them.")
    if not meta.rules[-1].when.always:
        yield document.problem(("rules",), "the last rule must be true for everyone. End with when: always.")

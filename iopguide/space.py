"""All possible sets of answers at once, as arrays: one axis a question, one place a class of answers. Used by proof alone.

Answers of one question that every rule and the points treat alike are one class; so are questions that no rule reads.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import Any

import numpy
from numpy.typing import NDArray

from iopguide import rules
from iopguide.floors import FLOORS
from iopguide.questionnaire import UNSURE, Condition, Question, Questionnaire

Where = dict[str, tuple[str, ...]]
"""A set of answers: for each question what is marked."""
Value = frozenset[str]
"""What is marked at one place of an axis."""


@dataclass(frozen=True)
class Axis:
    """The classes of answers to one question."""

    id: str
    safety: bool
    values: tuple[Value, ...]
    """One representative of each class, the best answer first and the skip last."""
    member: Mapping[str, int]
    """For each answer the place of its class."""
    steps: tuple[tuple[Value, Value], ...]
    """Pairs of classes, the second more serious by one step."""

    @property
    def unsure(self) -> Value:
        """The skip."""
        return self.values[-1]

    def vector(self, answers: Mapping[str, int]) -> NDArray[Any]:
        """For each place the sum that the mapping gives its marked answers."""
        return numpy.array([sum(answers.get(answer, 0) for answer in value) for value in self.values], numpy.uint8)


@dataclass(frozen=True)
class Space(rules.View):
    """All sets of answers of the people who are asked the same questions, and the rule that decides each."""

    questionnaire: Questionnaire
    questions: tuple[Axis, ...]
    rule: NDArray[Any]
    """For each set of answers the place of its deciding rule."""
    ranks: NDArray[Any]
    """For each rule the rank of its result."""
    fixed: Where
    """Answers that all these people share: those that led to their list of questions, and those of questions that do not vary."""

    # Parts

    def at(self, question: str, value: Value) -> "Space":
        """The sets of answers with this value."""
        axis = self._axis(question)
        assert axis is not None
        index = self.questions.index(axis)
        rest = tuple(other for other in self.questions if other is not axis)
        fixed = self.fixed | {question: tuple(sorted(value))}
        return replace(self, questions=rest, rule=self.rule.take(axis.values.index(value), axis=index), fixed=fixed)

    def part(self, answers: Mapping[str, tuple[str, ...]]) -> "Space | None":
        """The sets of answers in which each of these questions has one of these answers; None if one is not asked."""
        part = self
        for question, given in answers.items():
            axis = part._axis(question)
            if axis is None:
                return None
            places = sorted({axis.member[answer] for answer in given})
            kept = replace(axis, values=tuple(axis.values[place] for place in places))
            index = part.questions.index(axis)
            questions = (*part.questions[:index], kept, *part.questions[index + 1 :])
            part = replace(part, questions=questions, rule=part.rule.take(places, axis=index))
        return part

    def _axis(self, question: str) -> Axis | None:
        return next((axis for axis in self.questions if axis.id == question), None)

    # What rules and invariants look at

    def marked(self, question: str, answers: tuple[str, ...]) -> Any:
        """Where one of the answers is marked."""
        axis = self._axis(question)
        if axis is None:
            return not set(self.fixed.get(question, ())).isdisjoint(answers)
        return self._along(axis, axis.vector(dict.fromkeys(answers, 1)) > 0)

    def points(self, counting_skips: bool) -> Any:
        """The points of all answers."""
        table = self.questionnaire.points
        pointed = [self._along(axis, axis.vector(table[axis.id])) for axis in self.questions if axis.id in table]
        skips = [self.skips("safety"), self.skips("others")] if counting_skips else []
        return _sum([*pointed, *skips])

    def skips(self, group: str) -> Any:
        """How many questions of the group are skipped."""
        axes = [axis for axis in self.questions if axis.safety == (group == "safety")]
        return _sum([self._along(axis, axis.vector({UNSURE: 1})) for axis in axes])

    def count(self, answers: Mapping[str, tuple[str, ...]]) -> Any:
        """How many of these questions have one of these answers."""
        return _sum([numpy.asarray(self.marked(name, given)).astype(numpy.uint8) for name, given in answers.items()])

    @cached_property
    def others_than_best(self) -> Any:
        """How many questions have another answer than the best."""
        return _sum(
            [self._along(axis, numpy.array([0] + [1] * (len(axis.values) - 1), numpy.uint8)) for axis in self.questions]
        )

    @cached_property
    def rank(self) -> NDArray[Any]:
        """The rank of each result."""
        ranks: NDArray[Any] = self.ranks[self.rule]
        return ranks

    def is_any(self, outcomes: tuple[str, ...]) -> NDArray[Any]:
        """Where the result is one of these."""
        among = numpy.array([rule.then in outcomes for rule in self.questionnaire.rules])
        found: NDArray[Any] = among[self.rule]
        return found

    def _along(self, axis: Axis, vector: NDArray[Any]) -> NDArray[Any]:
        shape = [len(axis.values) if other is axis else 1 for other in self.questions]
        return vector.reshape(shape)

    # Finding one set of answers

    def first(self, found: Any) -> Where:
        """The found set of answers with the fewest that differ from the best; empty if nothing was found."""
        found = numpy.broadcast_to(found, self.rule.shape)
        if not found.any():
            return {}
        distance = numpy.where(found, numpy.broadcast_to(self.others_than_best, self.rule.shape), 255)
        return self.where(numpy.unravel_index(int(distance.argmin()), self.rule.shape))

    def where(self, place: Any) -> Where:
        """The answers at a place of the arrays."""
        given = {axis.id: tuple(sorted(axis.values[index])) for axis, index in zip(self.questions, place, strict=True)}
        return self.fixed | given


def spaces(
    questionnaire: Questionnaire, ranks: Mapping[str, int], varying: Collection[str] | None = None
) -> Iterator[Space]:
    """One space for each list of questions that people may be asked, together all sets of answers there are.

    With `varying`, only those questions vary; all others have their best answer.
    """
    by_rule = numpy.array([ranks[rule.then] for rule in questionnaire.rules], numpy.uint8)
    read = {*(question.id for question in rules.decisive(questionnaire)), *FLOORS}
    for names, filters in asked_lists(questionnaire).items():
        axes = [axis(questionnaire, question) for question in questionnaire.questions if question.id in names & read]
        kept = tuple(axis for axis in axes if varying is None or axis.id in varying)
        fixed = filters | {axis.id: tuple(axis.values[0]) for axis in axes if axis not in kept}
        shape = tuple(len(axis.values) for axis in kept)
        space = Space(questionnaire, kept, numpy.full(shape, 255, numpy.uint8), by_rule, fixed)
        for place, rule in reversed(list(enumerate(questionnaire.rules))):
            numpy.copyto(space.rule, numpy.uint8(place), where=rules.holds(rule.when, space))
        yield space


def asked_lists(questionnaire: Questionnaire) -> dict[frozenset[str], Where]:
    """The different lists of questions that people are asked, each with answers that lead to it."""
    whens = [question.when for question in questionnaire.questions if question.when]
    read = {atom.question for when in whens for atom in rules.atoms(when)}
    filters = [question for question in questionnaire.questions if question.id in read]
    choices = [
        _subsets([Value({names[0]}) for names in _alike(question, whens, {UNSURE}).values()]) for question in filters
    ]
    found: dict[frozenset[str], Where] = {}
    for marked in product(*choices):
        answers = dict(zip((question.id for question in filters), marked, strict=True))
        names = frozenset(rules.asked(questionnaire, answers))
        found.setdefault(names, {name: tuple(sorted(value)) for name, value in answers.items()})
    return found


def axis(questionnaire: Questionnaire, question: Question) -> Axis:
    """The classes of answers to a question."""
    kinds = list(
        _alike(
            question, [rule.when for rule in questionnaire.rules], (), questionnaire.points.get(question.id)
        ).values()
    )
    firsts = [Value({names[0]}) for names in kinds]
    member = {name: index for index, names in enumerate(kinds) for name in names}
    if question.kind == "one":
        places = [member[answer.id] for answer in question.answers]
        steps = [(firsts[a], firsts[b]) for a, b in pairwise(places) if a != b]
        values = firsts
    else:
        none, *flags = firsts
        marked = _subsets(flags)
        steps = [(none, value) for value in marked] + [(a, b) for a in marked for b in marked if a < b]
        values = [none, *marked]
        member = {name: values.index(firsts[index]) for name, index in member.items()}
    skip = {UNSURE: len(values)}
    return Axis(question.id, question.safety, (*values, Value(skip)), member | skip, tuple(steps))


def _alike(
    question: Question, conditions: Sequence[Condition], more: Collection[str], points: Mapping[str, int] | None = None
) -> dict[tuple[Any, ...], list[str]]:
    """The answers to a question, in classes that no condition and no points tell apart. 'none' comes first."""
    mentions = [atom.answers for when in conditions for atom in rules.atoms(when) if atom.question == question.id]
    names = sorted(
        [answer.id for answer in question.answers], key=lambda name: question.kind == "many" and name != "none"
    )
    kinds: dict[tuple[Any, ...], list[str]] = {}
    for name in (*names, *more):
        treatment = (*(name in answers for answers in mentions), (points or {}).get(name, 0))
        kinds.setdefault(treatment, []).append(name)
    return kinds


def _subsets(values: Sequence[Value]) -> list[Value]:
    """Every union of one or more of the values, small ones first."""
    return [Value().union(*some) for size in range(1, len(values) + 1) for some in combinations(values, size)]


def _sum(parts: list[Any]) -> Any:
    total: Any = numpy.uint8(0)
    for part in parts:
        total = total + part
    return total

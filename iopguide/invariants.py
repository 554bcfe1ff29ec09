"""What must hold for every possible set of answers, whatever the rules say. Tried by proof over a whole space of answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy

from iopguide.floors import FLOORS, LOWER, MEDIUM, MILD, RANK, TOGETHER
from iopguide.space import Space, Where


@dataclass(frozen=True)
class Breach:
    """A set of answers that breaks an invariant."""

    invariant: str
    sentence: str
    where: Where


Invariant = Callable[[Space], Iterator[Breach]]


def breaches(space: Space) -> Iterator[Breach]:
    """Every invariant that the results of this space break, each with one set of answers that shows it."""
    for invariant in _ALL:
        yield from invariant(space)


def _floors(space: Space) -> Iterator[Breach]:
    for question, answers in FLOORS.items():
        for answer, floor in answers.items():
            yield from _at_least(space, {question: (answer,)}, floor, "S1-S4")
    for together, floor in TOGETHER:
        yield from _at_least(space, together, floor, "S2-S3")


def _at_least(space: Space, answers: dict[str, tuple[str, ...]], floor: str, name: str) -> Iterator[Breach]:
    part = space.part(answers)
    if part is not None and floor != "outpatient" and (bad := part.first(part.rank < RANK[floor])):
        said = " and ".join(f"{question}={'/'.join(given)}" for question, given in answers.items())
        shown = bad | {question: given[:1] for question, given in answers.items()}
        yield Breach(name, f"{said} must never lead below '{floor}'", shown)


def _monotone(space: Space) -> Iterator[Breach]:
    for question in space.questions:
        for milder, worse in question.steps:
            lower, upper = space.at(question.id, milder), space.at(question.id, worse)
            if bad := upper.first(upper.rank < lower.rank):
                said = f"a more serious answer to {question.id} must never lead to a less urgent result"
                yield Breach("S5", said, bad)


def _skips_stay_between(space: Space) -> Iterator[Breach]:
    for question in space.questions:
        ranks = [space.at(question.id, value).rank for value in question.values if value != question.unsure]
        best, worst = numpy.minimum.reduce(ranks), numpy.maximum.reduce(ranks)
        skipped = space.at(question.id, question.unsure)
        if bad := skipped.first(skipped.rank < best):
            yield Breach("S6", f"skipping {question.id} must never be better than its best answer", bad)
        if bad := skipped.first(skipped.rank > worst):
            yield Breach("S6", f"skipping {question.id} must never be worse than its worst answer", bad)


def _safety_skips(space: Space) -> Iterator[Breach]:
    for question in space.questions:
        if question.safety:
            skipped = space.at(question.id, question.unsure)
            if bad := skipped.first(skipped.is_any(LOWER)):
                yield Breach("S7", f"skipping {question.id} must never lead to an IOP or less", bad)


def _two_skips(space: Space) -> Iterator[Breach]:
    for one, other in combinations([question for question in space.questions if not question.safety], 2):
        part = space.at(one.id, one.unsure).at(other.id, other.unsure)
        if bad := part.first(part.is_any(LOWER)):
            yield Breach("S8", f"skipping {one.id} and {other.id} must never lead to an IOP or less", bad)


def _any_skip(space: Space) -> Iterator[Breach]:
    for question in space.questions:
        skipped = space.at(question.id, question.unsure)
        if bad := skipped.first(skipped.is_any(("outpatient",))):
            yield Breach("S9", f"skipping {question.id} must never lead to outpatient care", bad)


def _medium_answers_add_up(space: Space) -> Iterator[Breach]:
    count = space.count(MEDIUM)
    if bad := space.first((count >= 3) & (space.rank < RANK["talk"])):
        yield Breach("S18", "three medium problems must never lead to outpatient care", bad)
    if bad := space.first((count >= 6) & (space.rank < RANK["more"])):
        yield Breach("S18", "six medium problems must lead to more than an IOP", bad)


def _no_more_than_needed(space: Space) -> Iterator[Breach]:
    if bad := space.first((space.others_than_best == 0) & (space.rank > 0)):
        yield Breach("S19", "the best answers everywhere must lead to outpatient care", bad)
    mild = space.count(MILD) == space.others_than_best
    if bad := space.first(mild & (space.rank > RANK["iop"])):
        yield Breach("S19", "mild problems alone must never lead to more than an IOP", bad)
    if bad := space.first(mild & (space.others_than_best <= 4) & (space.rank > 0)):
        yield Breach("S19", "up to four mild problems alone must lead to outpatient care", bad)


_ALL: tuple[Invariant, ...] = (
    _floors, _monotone, _skips_stay_between, _safety_skips, _two_skips, _any_skip, _medium_answers_add_up,
    _no_more_than_needed,
)  # fmt: skip

"""Proves the rules of the questionnaire over every possible set of answers, and knows whether they are proved."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy

from iopguide import invariants, rules
from iopguide.floors import FLOORS, RANK, mark
from iopguide.questionnaire import Proof, Questionnaire
from iopguide.space import Space, Where, axis, spaces


@dataclass(frozen=True)
class Finding:
    """One thing that stands against the rules."""

    sentence: str
    rule: str = ""
    """The rule that decides the set of answers, if there is one."""
    where: Where | None = None
    """The smallest set of answers that shows it: what differs from the best answers."""

    def __str__(self) -> str:
        shown = ", ".join(f"{question}={'+'.join(marked)}" for question, marked in (self.where or {}).items())
        return f"{self.sentence}." + (f" Rule {self.rule} decides otherwise for: {shown}." if self.rule else "")


def prove(questionnaire: Questionnaire, varying: Collection[str] | None = None) -> tuple[Proof, list[Finding]]:
    """Tries every set of answers: the counts, and all that stands against the rules. `varying` as in `spaces`."""
    counts: Counter[int] = Counter()
    findings = [
        Finding(f"the answer {question}={answer} has no floor in iopguide/floors.py; say there how urgent it is")
        for question, answer in _answers_without_floor(questionnaire)
    ]
    if findings:
        return _proof(questionnaire, counts), findings
    for space in spaces(questionnaire, RANK, varying):
        counts.update(
            {int(place): int(n) for place, n in zip(*numpy.unique(space.rule, return_counts=True), strict=True)}
        )
        findings += (_finding(space, breach) for breach in invariants.breaches(space))
    findings += [] if varying else _never_used(questionnaire, counts)
    return _proof(questionnaire, counts), findings


def _answers_without_floor(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    for question in rules.decisive(questionnaire):
        for answer in question.answers:
            if answer.id not in FLOORS.get(question.id, {}):
                yield question.id, answer.id


def _finding(space: Space, breach: invariants.Breach) -> Finding:
    """The breach with its deciding rule, in as few answers as show it."""
    read = rules.decisive(space.questionnaire)
    best = {question.id: tuple(axis(space.questionnaire, question).values[0]) for question in read}
    person = rules.evaluate(space.questionnaire, {name: frozenset(given) for name, given in breach.where.items()})
    shown = {name: given for name, given in breach.where.items() if given != best.get(name)}
    return Finding(f"{breach.invariant}: {breach.sentence}", person.rule, shown)


def _never_used(questionnaire: Questionnaire, counts: Counter[int]) -> Iterator[Finding]:
    """S11: each rule is the first true one for somebody, and each result is reached."""
    for place, rule in enumerate(questionnaire.rules):
        if not counts[place]:
            yield Finding(f"S11: rule {rule.id} never decides anything; the rules above it are always true first")
    if counts[255]:
        yield Finding("S11: some sets of answers match no rule; end the rules with one that is always true")
    for outcome in sorted(set(RANK) - {questionnaire.rules[place].then for place in counts if place != 255}):
        yield Finding(f"S11: nothing leads to '{outcome}'")


def _proof(questionnaire: Questionnaire, counts: Counter[int]) -> Proof:
    by_rule = {rule.id: counts[place] for place, rule in enumerate(questionnaire.rules)}
    by_outcome: Counter[str] = Counter()
    for rule in questionnaire.rules:
        by_outcome[rule.then] += by_rule[rule.id]
    return Proof.model_validate(
        {
            "hash": mark(questionnaire),
            "classes": sum(by_rule.values()),
            "outcomes": {outcome: by_outcome[outcome] for outcome in RANK},
            "rules": by_rule,
        }
    )


def mutants(questionnaire: Questionnaire) -> Iterator[tuple[str, Questionnaire]]:
    """The questionnaire with one rule taken out, or moved to the top, for each rule that this can change."""
    table = questionnaire.rules
    for place, rule in enumerate(table):
        rest = (*table[:place], *table[place + 1 :])
        if not rule.when.always:
            yield f"without {rule.id}", questionnaire.model_copy(update={"rules": rest})
        if any(other.then != rule.then for other in table[:place]):
            yield f"{rule.id} first", questionnaire.model_copy(update={"rules": (rule, *rest)})


def text(proof: Proof) -> str:
    """The words of proof.yml."""
    rows = [
        "# Written by `python -m iopguide prove`. Do not edit: a change of the rules needs a new proof.",
        f"hash: {proof.hash!r}".replace("'", '"'),
        f"classes: {proof.classes}",
        "outcomes:",
        *(f"  {name}: {count}" for name, count in proof.outcomes.items()),
        "rules:",
        *(f"  {name}: {count}" for name, count in proof.rules.items()),
    ]
    return "\n".join(rows) + "\n"

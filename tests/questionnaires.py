"""The real questionnaire, and people who answer it, for the tests that try it."""

import random

from projects import ROOT

from iopguide.loader import load
from iopguide.questionnaire import UNSURE, Questionnaire


def _read() -> Questionnaire:
    document = load(ROOT)[0].questionnaire
    assert document
    return document.meta


FORM = _read()


def random_answers(chance: random.Random) -> dict[str, frozenset[str]]:
    """Any answers a person can mark, mostly harmless ones, so that every rule is met."""
    answers = {"who": frozenset({chance.choice(["me", "them"])})}
    for question in FORM.questions:
        names = [answer.id for answer in question.answers]
        if chance.random() < 0.05:
            answers[question.id] = frozenset({UNSURE})
        elif question.kind == "many" and "none" in names:
            flags = [name for name in names if name != "none" and chance.random() < 0.02]
            answers[question.id] = frozenset(flags or ["none"])
        elif question.kind == "many":
            answers[question.id] = frozenset(chance.sample(names, chance.randint(1, 3)))
        else:
            answers[question.id] = frozenset({names[min(int(chance.expovariate(0.9)), len(names) - 1)]})
    return answers

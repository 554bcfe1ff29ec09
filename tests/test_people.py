"""What the questionnaire says to people who filled it in without knowing its rules (tests/questionnaire/people.yml)."""

import yaml
from projects import ROOT
from questionnaires import FORM

from iopguide import rules

PEOPLE = yaml.safe_load((ROOT / "tests/questionnaire/people.yml").read_text())


def result(person: dict[str, object]) -> str:
    said = {"who": [person["who"]], "age": [person["age"]]} | dict(person["answers"])  # type: ignore[call-overload]
    return rules.evaluate(FORM, {question: frozenset(given) for question, given in said.items()}).outcome


def test_nobody_is_sent_where_it_is_not_safe() -> None:
    assert {person["says"]: result(person) for person in PEOPLE if result(person) in person["unsafe"]} == {}


def test_nine_in_ten_get_a_result_that_fits() -> None:
    fits = [result(person) in person["acceptable"] for person in PEOPLE]
    assert sum(fits) >= 0.9 * len(fits), f"{sum(fits)} of {len(fits)}"


def test_everyone_answered_what_the_form_asks() -> None:
    for person in PEOPLE:
        for question, given in person["answers"].items():
            known = {answer.id for answer in FORM.question(question).answers} | {"unsure"}
            assert set(given) <= known, (person["says"], question, given)

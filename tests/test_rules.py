"""Results for single persons, pinned one by one."""

import pytest
from questionnaires import FORM

from iopguide import rules

MILD = {
    "who": "me", "age": "adult", "body_now": "none", "safety_now": "none", "suicide": "none", "attempt": "none",
    "help": "substances", "use": "alcohol", "withdrawal": "none", "health": "ok", "mind": "none", "daily_life": "ok",
    "use_risk": "none", "tried": "none", "step_down": "not_now", "home": "ok", "practical": "can",
}  # fmt: skip
"""A person without any problem that the questions ask about."""


def verdict(**changes: str) -> rules.Verdict:
    answers = {name: frozenset(given.split("+")) for name, given in (MILD | changes).items()}
    return rules.evaluate(FORM, answers)


ONE_CHANGE = {
    "body_now": "overdose E1 | withdrawal_now E1 | confusion E1 | new_voices E1 | birth_signs E1 | medicine_signs E1 | heart E1 | medical E1 | none O1 | unsure T1",
    "safety_now": "self_harm E2 | goodbyes E2 | missing E2 | choked E2 | others E2 | child E2 | none O1 | unsure T1",
    "suicide": "none O1 | no_signs O1 | wish T5 | thoughts T5 | method M2 | plan E3 | unsure T1",
    "attempt": "none O1 | self_injury T5 | self_injury_worse P1 | seen P1 | not_seen E4 | unsure T1",
    "help": "substances O1 | habit O1 | mental O1 | eating O1 | self_injury O1 | medicine O1 | tobacco O1 | sent O1 | unsure O1",
    "use": "nothing O1 | alcohol O1 | cannabis O1 | stimulants O1 | opioids O1 | sedatives O1 | products O1 | prescribed O1"
    " | other O1 | unsure O1",
    "withdrawal": "none O1 | prescribed O1 | steady O1 | sick I3 | daily_risk M4 | plans_stop M4 | past_severe M4 | unsure T1",
    "health": "ok O1 | needs_care O1 | eating_less O1 | new_illness M5 | pregnant_use M5 | dehydrated M5 | unstable M5 | unsure T1",
    "mind": "none O1 | treated O1 | some O1 | a_lot O1 | severe P2 | reality M1 | unsure T1",
    "daily_life": "ok O1 | slipping O1 | stopped O1 | basics P3 | unsure T4",
    "use_risk": "none O1 | slips O1 | not_tried O1 | keeps O1 | danger P4 | unsure T4",
    "tried": "helping O1 | none O1 | stopped O1 | outpatient_not_enough I2 | higher_returned I2 | iop_not_enough P5 | unsure T4",
    "step_down": "not_now O1 | leaving I1 | unsure T4",
    "home": "ok O1 | strain O1 | unstable T5 | unsafe P6 | unsure T4",
    "practical": "can O1 | maybe O1 | cannot O1 | declines O1 | unsure O1",
}


@pytest.mark.parametrize("question", ONE_CHANGE)
def test_one_answer_changed_from_no_problem(question: str) -> None:
    found = [f"{answer.id} {verdict(**{question: answer.id}).rule}" for answer in FORM.question(question).answers]
    found.append(f"unsure {verdict(**{question: 'unsure'}).rule}")
    assert " | ".join(found) == ONE_CHANGE[question]


def test_every_question_is_pinned_and_there_are_at_most_sixteen() -> None:
    assert [question.id for question in FORM.questions] == list(ONE_CHANGE)
    assert len(ONE_CHANGE) <= 16


def test_a_question_left_open_counts_as_skipped() -> None:
    answers = {name: frozenset({given}) for name, given in MILD.items() if name != "home"}
    assert rules.evaluate(FORM, answers) == verdict(home="unsure")
    assert rules.evaluate(FORM, answers | {"home": frozenset()}) == verdict(home="unsure")


def test_a_question_not_asked_counts_for_nothing() -> None:
    asked = verdict(help="mental", use="nothing", mind="a_lot", withdrawal="daily_risk", use_risk="danger")
    assert (asked.outcome, asked.rule, asked.skipped) == ("outpatient", "O1", ())


def test_the_reasons_are_those_of_every_true_rule_with_the_same_result() -> None:
    found = verdict(mind="severe", home="unsafe", daily_life="slipping")
    assert found.reasons == (("mind", "severe"), ("home", "unsafe"))


def test_points_name_the_heaviest_answers_first() -> None:
    found = verdict(withdrawal="steady", mind="a_lot", use_risk="keeps", home="strain", daily_life="slipping")
    assert (found.outcome, found.rule) == ("iop", "I4")
    assert found.reasons == (
        ("mind", "a_lot"), ("use_risk", "keeps"), ("withdrawal", "steady"), ("daily_life", "slipping"), ("home", "strain"),
    )  # fmt: skip


def test_skips_are_the_reason_where_they_decide() -> None:
    found = verdict(health="unsure", mind="unsure")
    assert (found.outcome, found.reasons, found.skipped) == (
        "talk", (("health", "unsure"), ("mind", "unsure")), ("health", "mind"),
    )  # fmt: skip


def test_notes_are_added_in_order_and_change_nothing() -> None:
    found = verdict(who="them", age="under18", help="substances+sent", use="opioids", practical="maybe")
    assert found.outcome == "outpatient"
    assert found.notes == ("naloxone", "opioid-medicine", "youth", "family", "first-help", "sent", "practical")


@pytest.mark.parametrize("use", ["alcohol", "sedatives", "products", "prescribed", "unsure"])
def test_the_warning_about_stopping_suddenly_is_always_there(use: str) -> None:
    assert "no-sudden-stop" in verdict(use=use).notes


def test_who_age_and_practical_never_change_the_result() -> None:
    for changes in ({"who": "them"}, {"age": "under18"}, {"age": "unsure"}, {"practical": "cannot"}):
        for other in ({}, {"mind": "severe"}, {"home": "unsure"}, {"suicide": "plan"}):
            assert verdict(**changes, **other).rule == verdict(**other).rule


def test_nothing_an_emergency_says_names_an_iop() -> None:
    result = FORM.outcomes["emergency"]
    assert "IOP" not in result.model_dump_json()
    assert not [note.id for note in FORM.notes if note.level == "emergency" and "IOP" in note.text.model_dump_json()]

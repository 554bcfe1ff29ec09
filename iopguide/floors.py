"""How urgent each answer is, said apart from the rules, on purpose: the rules are proved against these tables.

The floors follow the published descriptions of when less care is not safe: past or likely dangerous withdrawal, harm to
self, loss of touch with what is real, urgent medical signs (The ASAM Criteria, dimensions 1 to 3; the triage tiers of the
Columbia scale). No clinician has confirmed them yet. Weakening one needs a decision record with the case that forces it.
"""

import hashlib
import json

from iopguide.questionnaire import UNSURE, Questionnaire

RANK = {"outpatient": 0, "iop": 1, "step_down": 1, "talk": 1, "more": 2, "medical": 3, "emergency": 4}
"""How urgent each result is."""
LOWER = ("outpatient", "iop", "step_down")
"""Results that name an IOP or less."""

_E, _M, _P, _T, _O = "emergency", "medical", "more", "talk", "outpatient"
FLOORS: dict[str, dict[str, str]] = {
    "body_now": {
        "none": _O, "overdose": _E, "withdrawal_now": _E, "confusion": _E, "new_voices": _E, "birth_signs": _E,
        "medicine_signs": _E, "heart": _E, "medical": _E,
    },
    "safety_now": {
        "none": _O, "self_harm": _E, "goodbyes": _E, "missing": _E, "choked": _E, "others": _E, "child": _E,
    },
    "suicide": {"none": _O, "no_signs": _O, "wish": _T, "thoughts": _T, "method": _M, "plan": _E},
    "attempt": {"none": _O, "self_injury": _T, "self_injury_worse": _P, "seen": _P, "not_seen": _E},
    "withdrawal": {"none": _O, "prescribed": _O, "steady": _O, "sick": _T, "daily_risk": _M, "plans_stop": _M, "past_severe": _M},
    "health": {
        "ok": _O, "needs_care": _O, "eating_less": _O, "new_illness": _M, "pregnant_use": _M, "dehydrated": _M,
        "unstable": _M,
    },
    "mind": {"none": _O, "treated": _O, "some": _O, "a_lot": _O, "severe": _P, "reality": _M},
    "daily_life": {"ok": _O, "slipping": _O, "stopped": _O, "basics": _P},
    "use_risk": {"none": _O, "slips": _O, "not_tried": _O, "keeps": _O, "danger": _P},
    "tried": {
        "helping": _O, "none": _O, "stopped": _O, "outpatient_not_enough": _T, "higher_returned": _T,
        "iop_not_enough": _P,
    },
    "step_down": {"not_now": _O, "leaving": _T},
    "home": {"ok": _O, "strain": _O, "unstable": _T, "unsafe": _P},
}  # fmt: skip
"""For each answer the least urgent result it may ever have (S1 to S4). An answer without a line here is refused."""

TOGETHER: tuple[tuple[dict[str, tuple[str, ...]], str], ...] = (
    ({"attempt": ("seen",), "suicide": ("wish", "thoughts", UNSURE)}, _M),
    ({"home": ("unstable",), "use_risk": ("keeps",)}, _P),
    ({"home": ("unstable",), "mind": ("a_lot",)}, _P),
    ({"home": ("unstable",), "daily_life": ("stopped",)}, _P),
    ({"mind": ("a_lot",), "daily_life": ("stopped",), "suicide": ("thoughts",)}, _P),
    ({"suicide": ("no_signs",), "mind": ("some",)}, _T),
    ({"suicide": ("no_signs",), "mind": ("a_lot",)}, _T),
    ({"suicide": ("no_signs",), "daily_life": ("stopped",)}, _T),
)
"""Answers that together have a higher floor than each alone."""

MILD = {
    "withdrawal": ("prescribed", "steady"),
    "health": ("needs_care", "eating_less"),
    "mind": ("treated", "some"),
    "daily_life": ("slipping",),
    "use_risk": ("slips", "not_tried"),
    "tried": ("none", "stopped"),
    "home": ("strain",),
}
"""Answers that alone never need more than ordinary care."""
MEDIUM = {
    "suicide": ("thoughts",),
    "attempt": ("self_injury",),
    "withdrawal": ("sick",),
    "mind": ("a_lot",),
    "daily_life": ("stopped",),
    "use_risk": ("keeps",),
    "tried": ("outpatient_not_enough", "higher_returned"),
    "home": ("unstable",),
}
"""Answers that count when several of them meet."""


def mark(questionnaire: Questionnaire) -> str:
    """The mark of everything the rules read. It changes with any of it, and only then."""
    read = {
        "questions": [
            (
                question.id,
                question.kind,
                question.safety,
                question.when and question.when.model_dump(),
                [answer.id for answer in question.answers],
            )
            for question in questionnaire.questions
        ],
        "points": questionnaire.points,
        "rules": [rule.model_dump() for rule in questionnaire.rules],
        "invariants": (FLOORS, TOGETHER, MILD, MEDIUM, RANK),
    }
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()[:16]

"""The questionnaire's two pages, the questions and how they decide, and what their script reads. Used by blocks and plugin."""

import hashlib
import json

from jinja2 import Environment, PackageLoader, StrictUndefined

from iopguide import review, rules
from iopguide.library import Library
from iopguide.paper import Paper, voices
from iopguide.questionnaire import UNSURE, Question, Questionnaire, Setup

_ENVIRONMENT = Environment(
    loader=PackageLoader("iopguide"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
)


def questionnaire(library: Library) -> str:
    """All questions, the paper boxes, all results and notes, and the first-call sheet."""
    form = _form(library)
    paper = Paper(form)
    return _ENVIRONMENT.get_template("questionnaire.md.j2").render(
        form=form,
        paper=paper,
        voices=voices,
        answers=lambda question: _answers(form, paper, question),
        tap_answers=_tap_answers,
        link=lambda path: f"[{library.pages[path.lstrip('/')].meta.title}]({path})",
        mark=_mark(form),
    )


def script(library: Library) -> str:
    """The module of all that only the page's script needs: the rules, and the reasons that answers give in words of their own."""
    form = _form(library)
    because = {
        question.id: {one.id: [one.because.me, one.because.them] for one in question.answers if one.because}
        for question in form.questions
    }
    parts = {"mark": _mark(form), "table": rules.table(form), "because": because}
    return "".join(
        f"export const {name} = {json.dumps(part, ensure_ascii=False, separators=(',', ':'))};\n"
        for name, part in parts.items()
    )


def how_it_decides(library: Library) -> str:
    """Every rule in words, the points, and what was proved."""
    form = _form(library)
    proof = library.content.proof
    return _ENVIRONMENT.get_template("how-it-decides.md.j2").render(
        form=form,
        paper=Paper(form),
        proof=proof.meta if proof else None,
        voices=voices,
        changed=review.day(form.changed),
    )


def _form(library: Library) -> Questionnaire:
    assert library.content.questionnaire
    return library.content.questionnaire.meta


def _mark(form: Questionnaire) -> str:
    """Stands in the page and in its script: a browser may have kept one of them from before a change of the rules."""
    return hashlib.sha256(json.dumps(rules.table(form)).encode()).hexdigest()[:8]


def _answers(form: Questionnaire, paper: Paper, question: Question) -> list[tuple[str, str, str]]:
    """Id, code and words of each answer, the skip last."""
    rows = [(answer.id, paper.code(question.id, answer.id), voices(answer.text)) for answer in question.answers]
    return [*rows, (UNSURE, paper.code(question.id, UNSURE), voices(form.unsure))]


def _tap_answers(tap: Setup) -> list[tuple[str, str, str]]:
    return [(answer.id, "", voices(answer.text)) for answer in tap.answers]

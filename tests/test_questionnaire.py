"""What a writer is told when the questionnaire is edited wrongly: whole messages."""

from pathlib import Path

import pytest
from projects import ROOT, copy_project, run

from iopguide import questionnaire_references
from iopguide.loader import load

FILE = "content/questionnaire.yml"
REAL = (ROOT / FILE).read_text()


def messages(folder: Path, *edits: tuple[str, str]) -> list[str]:
    """The problems of the questionnaire after these edits, its lines left out of the messages."""
    text = REAL
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "content").mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text)
    (folder / "content/proof.yml").write_text((ROOT / "content/proof.yml").read_text())
    content, problems = load(folder)
    found = [problem for problem in problems if problem.path == FILE]
    if content.questionnaire:
        found += questionnaire_references.problems(content.questionnaire)
        found += questionnaire_references.unproved(content.questionnaire, content.proof) if not found else []
    return [f"{problem.field}: {problem.message}" for problem in sorted(found)]


def test_the_real_questionnaire_has_no_problem(tmp_path: Path) -> None:
    assert messages(tmp_path) == []


ONE_IS_ENOUGH = (
    "one of some answers has to be enough here. Write question with answers, or any of those: paper can say no more."
)
CASES = {
    "unknown question": (
        ("{question: suicide, answers: [plan]}}", "{question: suicde, answers: [plan]}}"),
        [
            "rules.3.when.question: 'suicde' is not a question that rules may read. Did you mean 'suicide'?",
        ],
    ),
    "unknown answer": (
        ("{question: mind, answers: [reality]}}", "{question: mind, answers: [realty]}}"),
        ["rules.5.when.answers: 'realty' is not an answer of mind. Did you mean 'reality'?"],
    ),
    "a rule may not read a filter": (
        ("{question: mind, answers: [reality]}}", "{question: help, answers: [mental]}}"),
        [
            "rules.5.when.question: 'help' is not a question that rules may read. Did you mean 'health'?",
        ],
    ),
    "a rule may not read who answers": (
        ("{question: mind, answers: [reality]}}", "{question: age, answers: [under18]}}"),
        ["rules.5.when.question: 'age' is not a question that rules may read."],
    ),
    "unknown points": (
        ("  home: {strain: 1, unstable: 2}", "  home: {strian: 1, unstable: 2}"),
        [
            "questions.14.answers.2.id: nothing reads this answer: no rule, points, note or other question. Use it, or delete it.",
            "points.home.strian: 'strian' is not an answer of home. Did you mean 'strain'?",
        ],
    ),
    "duplicate rule": (
        ("{id: E2, then", "{id: E1, then"),
        ["rules.2.id: 'E1' stands 2 times. Give each its own."],
    ),
    "reserved answer": (
        ("      - {id: ok, text: Mostly fine}", "      - {id: unsure, text: Mostly fine}"),
        ["questions.10.answers: the answer 'unsure' is added to every question by itself. Delete it here."],
    ),
    "missing wording": (
        ('    ask: {me: "How is your body doing?", them: "How is their body doing?"}', '    ask: {me: "How is your body doing?"}'),
        ["questions.8.ask.them: this field is missing. Add it."],
    ),
    "a name that YAML reads as true": (
        ("      - id: slipping\n", "      - id: yes\n"),
        ["questions.10.answers.2.id: expected text, found True. Put it in double quotes."],
    ),
    "a points name that YAML reads as false": (
        ("  home: {strain: 1, unstable: 2}", "  home: {no: 1, unstable: 2}"),
        ["points.home: the name 'no' is not plain text. Put it in double quotes."],
    ),
    "two forms of condition": (
        ("when: {points: 11}}", "when: {points: 11, skipped: others, at_least: 1}}"),
        [
            "rules.18.when: write one of: question with answers; all; any; points; skipped with at_least; or the word always.",
        ],
    ),
    "more skips than the paper form can say": (
        ("when: {skipped: others, at_least: 2}}", "when: {skipped: others, at_least: 6}}"),
        ["rules.21.when.at_least: 6 is too large. The most is 5."],
    ),
    "a note for everyone": (
        ("    when: {question: use, answers: [opioids]}\n", "    when: always\n"),
        ["notes.10.when: " + ONE_IS_ENOUGH],
    ),
    "a note for two answers together": (
        ("        - {question: safety_now, answers: [choked]}\n", "        - all: [{question: safety_now, answers: [choked]}]\n"),
        ["notes.13.when.any.2: " + ONE_IS_ENOUGH],
    ),
    "a question that hangs on skips": (
        ("        - {question: help, answers: [substances, medicine, unsure]}\n", "        - {skipped: safety, at_least: 1}\n"),
        ["questions.7.when.any.1: " + ONE_IS_ENOUGH],
    ),
    "a tap that has no skip": (
        ("when: {question: who, answers: [them]}", "when: {question: who, answers: [unsure]}"),
        ["notes.16.when.answers: 'unsure' is not an answer of who."],
    ),
    "no rule for everyone": (
        ("  - {id: O1, then: outpatient, when: always}\n", ""),
        ["rules: the last rule must be true for everyone. End with when: always."],
    ),
    "unknown result": (
        ("{id: O1, then: outpatient,", "{id: O1, then: outpatients,"),
        [
            "rules.28.then: 'outpatients' is not one of emergency, medical, more, talk, iop, step_down or outpatient. Did you mean 'outpatient'?",
        ],
    ),
    "unproved": (
        ("when: {points: 11}}", "when: {points: 12}}"),
        ["rules: the questions, points or rules have changed since they were proved. Run: python -m iopguide prove"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_edit_is_explained(tmp_path: Path, name: str) -> None:
    edit, expected = CASES[name]
    assert messages(tmp_path, edit) == expected


def test_words_may_change_without_a_new_proof(tmp_path: Path) -> None:
    assert messages(tmp_path, ("How is your body doing?", "How does your body feel?")) == []


def test_a_result_that_links_nowhere_stops_the_build(tmp_path: Path) -> None:
    project = copy_project(ROOT, tmp_path / "project")
    (project / FILE).write_text(REAL.replace("links: [/levels/php.md,", "links: [/levels/phb.md,"))
    done = run(project, "check")
    line = REAL[: REAL.index("links: [/levels/php.md,")].count("\n") + 1
    assert (
        f"{FILE}:{line}: outcomes.more.links.1: '/levels/phb.md' is not a page. Did you mean '/levels/php.md'?"
        in done.stderr
    )
    assert done.returncode == 1


@pytest.mark.slow
def test_prove_refuses_rules_that_break_an_invariant_and_keeps_nothing(tmp_path: Path) -> None:
    project = copy_project(ROOT, tmp_path / "project")
    rule = "  - {id: M1, then: medical, when: {question: mind, answers: [reality]}}\n"
    (project / FILE).write_text(REAL.replace(rule, ""))
    before = (project / "content/proof.yml").read_text()
    done = run(project, "prove")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == (
        "S1-S4: mind=reality must never lead below 'medical'. Rule O1 decides otherwise for: "
        "help=substances, use=nothing, mind=reality."
    )
    assert done.stderr.splitlines()[-1] == "Not proved: 6 findings. Nothing was kept."
    assert (project / "content/proof.yml").read_text() == before

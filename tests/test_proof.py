"""The rules over every set of answers: the invariants, the browser's engine, the paper form, and mutations of the rules."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import numpy
import pytest
import yaml
from projects import ROOT
from questionnaires import FORM, random_answers

from iopguide import proof, rules, space
from iopguide.floors import RANK
from iopguide.questionnaire import Proof

pytestmark = pytest.mark.slow

COUNTEREXAMPLES = yaml.safe_load((ROOT / "tests/questionnaire/counterexamples.yml").read_text())
MUTANTS = dict(proof.mutants(FORM))


@pytest.fixture(scope="module")
def all_answers() -> list[space.Space]:
    return list(space.spaces(FORM, RANK))


def test_every_invariant_holds_and_the_kept_proof_is_this_one() -> None:
    found, findings = proof.prove(FORM)
    assert [str(finding) for finding in findings] == []
    assert found == Proof.model_validate(yaml.safe_load((ROOT / "content/proof.yml").read_text()))
    assert (ROOT / "content/proof.yml").read_text() == proof.text(found)


# Mutations


def test_each_mutation_has_a_counterexample() -> None:
    assert sorted(COUNTEREXAMPLES) == sorted(MUTANTS)


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_each_mutation_breaks_an_invariant(name: str) -> None:
    stored = COUNTEREXAMPLES[name]
    _, findings = proof.prove(MUTANTS[name], varying=stored["answers"])
    assert stored["breaks"] in {finding.sentence.split(":")[0] for finding in findings}
    assert proof.prove(FORM, varying=stored["answers"])[1] == []


def test_a_finding_names_the_rule_and_the_smallest_set_of_answers() -> None:
    _, findings = proof.prove(MUTANTS["without M2"], varying=("suicide", "mind"))
    assert str(findings[0]) == (
        "S1-S4: suicide=method must never lead below 'medical'. "
        "Rule O1 decides otherwise for: help=substances, use=nothing, suicide=method."
    )


def test_an_answer_without_a_floor_is_refused() -> None:
    data = FORM.model_dump()
    home = next(question for question in data["questions"] if question["id"] == "home")
    home["answers"] = [*home["answers"], home["answers"][-1] | {"id": "on_fire"}]
    findings = proof.prove(type(FORM).model_validate(data))[1]
    assert [str(finding) for finding in findings] == [
        "the answer home=on_fire has no floor in iopguide/floors.py; say there how urgent it is."
    ]


# Classes of answers


def test_answers_counted_as_one_class_are_treated_alike(all_answers: list[space.Space]) -> None:
    chance = random.Random(7)
    by_names = {frozenset(axis.id for axis in part.questions): part for part in all_answers}
    for _ in range(20_000):
        answers = random_answers(chance)
        given = rules.asked(FORM, answers)
        part = by_names[frozenset(given) & {question.id for question in rules.decisive(FORM)}]
        place = tuple(_place(axis, given[axis.id]) for axis in part.questions)
        assert FORM.rules[part.rule[place]].id == rules.evaluate(FORM, answers).rule


def _place(axis: space.Axis, marked: frozenset[str]) -> int:
    if len(marked) == 1:
        return axis.member[next(iter(marked))]
    union = frozenset().union(*(axis.values[axis.member[name]] for name in marked))
    return axis.values.index(union)


# The paper form


def test_the_paper_form_leads_everyone_to_the_same_result(all_answers: list[space.Space], site: Path) -> None:
    page = lxml.html.parse(site / "is-iop-right-for-me/index.html").getroot()
    form = Form(page)
    by_outcome = [rule.then for rule in FORM.rules]
    outcomes = list(RANK)
    to_outcome = numpy.array([outcomes.index(then) for then in by_outcome], numpy.uint8)
    for part in all_answers:
        found = numpy.full(part.rule.shape, 255, numpy.uint8)
        for outcome, lines in reversed(form.boxes):
            for line in lines:
                numpy.copyto(found, numpy.uint8(outcomes.index(outcome)), where=form.truth(line, part))
        assert numpy.array_equal(found, to_outcome[part.rule])


class Form:
    """Reads the printed words as a person with a pencil would: codes, points, boxes."""

    def __init__(self, page: Any) -> None:
        self.marks: dict[str, tuple[str, str]] = {}
        for field in page.xpath("//fieldset[@data-question]"):
            for label in field.xpath(".//label[.//b]"):
                code = label.xpath("string(.//b)")
                self.marks[code] = (field.get("data-question"), label.xpath("string(.//input/@value)"))
        rows = [_text(item) for item in page.xpath("//li[contains(., ' for each of these: ')]")]
        self.points = {code: int(row.split()[0]) for row in rows for code in re.findall(r"\b\d+[a-z]\b", row)}
        self.boxes = list(self._boxes(page))

    def _boxes(self, page: Any) -> Iterator[tuple[str, list[Any]]]:
        results = page.xpath("//section[@class='ig-result']")
        letters = {_text(one.find("h3")).split(".")[0]: one.get("id").removeprefix("result-") for one in results}
        for heading in page.xpath("//h3[starts-with(., 'Box ')]"):
            lines = heading.xpath("following-sibling::ul[1]/li")
            letter = heading.xpath("string(following-sibling::p[1]/strong)").split()[2]
            yield letters[letter], lines

    def truth(self, line: Any, part: space.Space) -> Any:
        """Whether a line of a box is true, for all people at once."""
        text = _text(line)
        if text == "Nothing in the boxes above is true":
            return True
        if found := re.fullmatch(
            r"Your points(, and 1 more for each \? in questions .*,)? come to (\d+) or more", text
        ):
            return self._points(part) + (self._skips(text, part) if found[1] else 0) >= int(found[2])
        if found := re.match(r"There is a \? in (?:(two) or more of questions|question) ", text):
            return self._skips(text, part) >= (2 if found[1] else 1)
        groups: list[list[str]] = [[]]
        for part_of_line in line:
            if part_of_line.tag == "strong":
                groups[-1].append(part_of_line.text)
            if "; and" in (part_of_line.tail or ""):
                groups.append([])
        everything: Any = True
        for codes in groups:
            either: Any = False
            for code in codes:
                either = either | numpy.asarray(self._marked(code, part))
            everything = everything & either
        return everything

    def _marked(self, code: str, part: space.Space) -> Any:
        question, answer = self.marks[code]
        return part.marked(question, (answer,))

    def _points(self, part: space.Space) -> Any:
        total: Any = numpy.uint8(0)
        for code, points in self.points.items():
            total = total + numpy.asarray(self._marked(code, part)).astype(numpy.uint8) * numpy.uint8(points)
        return total

    def _skips(self, text: str, part: space.Space) -> Any:
        total: Any = numpy.uint8(0)
        for number in re.findall(r"\b\d+\b", text.split("question", 1)[1].split(" come to ")[0]):
            total = total + numpy.asarray(self._marked(f"{number}?", part)).astype(numpy.uint8)
        return total


def _text(item: Any) -> str:
    return " ".join(item.text_content().split())

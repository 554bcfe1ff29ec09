"""The browser's engine decides as Python does, for every set of answers."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from projects import ROOT, serving
from questionnaires import FORM, random_answers

from iopguide import rules, space
from iopguide.floors import RANK
from iopguide.questionnaire import UNSURE, Condition, Questionnaire

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page beside the browser's engine, which is served from tmp_path."""
    for name in ("engine.mjs", "parity.mjs"):
        folder = ROOT / ("docs/assets" if name == "engine.mjs" else "tests/questionnaire")
        (tmp_path / name).write_text((folder / name).read_text())
    (tmp_path / "index.html").write_text("<!doctype html><title>Parity</title>")
    with serving(tmp_path) as url:
        page = browser.new_page()
        page.goto(url)
        yield page
        page.close()


def test_the_browser_decides_as_python_does_for_all_answers(page: Page, tmp_path: Path) -> None:
    for part in space.spaces(FORM, RANK):
        (tmp_path / "rules.bin").write_bytes(part.rule.tobytes())
        axes = [{"id": axis.id, "values": [sorted(value) for value in axis.values]} for axis in part.questions]
        compared = page.evaluate(
            "async ([table, axes]) => (await import('/parity.mjs')).compare(table, axes, '/rules.bin')",
            [rules.table(FORM), axes],
        )
        assert compared == {"compared": part.rule.size, "different": 0}


def test_the_browser_explains_as_python_does(page: Page) -> None:
    chance = random.Random(11)
    agree(page, FORM, [random_answers(chance) for _ in range(5_000)])


def test_a_tap_left_empty_is_a_skip_to_both(page: Page) -> None:
    note = FORM.notes[0].model_copy(update={"when": Condition(question="age", answers=(UNSURE,))})
    form = FORM.model_copy(update={"notes": (note,)})
    agree(page, form, [{}, {"who": frozenset(), "age": frozenset()}, {"age": frozenset({"adult"})}])
    assert rules.evaluate(form, {"age": frozenset()}).notes == (note.id,)


def agree(page: Page, form: Questionnaire, people: list[dict[str, frozenset[str]]]) -> None:
    """The browser and Python say the same of each person, reasons and notes included."""
    verdicts = page.evaluate(
        "async ([table, people]) => { const { evaluate } = await import('/engine.mjs');"
        " return people.map((answers) => evaluate(table, answers)); }",
        [rules.table(form), [{name: sorted(marked) for name, marked in answers.items()} for answers in people]],
    )
    assert verdicts == [json.loads(json.dumps(vars(rules.evaluate(form, answers)))) for answers in people]

"""The browser's engine decides as Python does, for every set of answers."""

import json
import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from projects import ROOT, serving
from questionnaires import FORM, random_answers

from iopguide import rules, space
from iopguide.floors import RANK

pytestmark = pytest.mark.browser


def test_the_browser_decides_as_python_does(browser: Browser, tmp_path: Path) -> None:
    for name in ("engine.mjs", "parity.mjs"):
        folder = ROOT / ("docs/assets" if name == "engine.mjs" else "tests/questionnaire")
        (tmp_path / name).write_text((folder / name).read_text())
    (tmp_path / "index.html").write_text("<!doctype html><title>Parity</title>")
    chance = random.Random(11)
    people = [random_answers(chance) for _ in range(5_000)]
    with serving(tmp_path) as url:
        page = browser.new_page()
        page.goto(url)
        for part in space.spaces(FORM, RANK):
            (tmp_path / "rules.bin").write_bytes(part.rule.tobytes())
            axes = [{"id": axis.id, "values": [sorted(value) for value in axis.values]} for axis in part.questions]
            compared = page.evaluate(
                "async ([table, axes]) => (await import('/parity.mjs')).compare(table, axes, '/rules.bin')",
                [rules.table(FORM), axes],
            )
            assert compared == {"compared": part.rule.size, "different": 0}
        verdicts = page.evaluate(
            "async ([table, people]) => { const { evaluate } = await import('/engine.mjs');"
            " return people.map((answers) => evaluate(table, answers)); }",
            [rules.table(FORM), [{name: sorted(marked) for name, marked in answers.items()} for answers in people]],
        )
        page.close()
    assert verdicts == [json.loads(json.dumps(vars(rules.evaluate(FORM, answers)))) for answers in people]

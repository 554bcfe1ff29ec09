"""What the search reads is cut as the browser cuts it, and a fault in its words is said before anything is built."""

from pathlib import Path

from projects import SAMPLE, copy_project, run

from iopguide.search_index import sections
from iopguide.search_words import tokens

CARD = """\
cards:
  - id: suicide
    title: Thoughts of suicide?
    text: "{text}"
    page: /help.md
    signs: [suicide]
"""


def test_accents_and_apostrophes_of_all_kinds_do_not_cut_a_word() -> None:
    assert tokens("Adicción can\u00b4t can\u2019t can`t don't sui\u00adcide") == [
        "adiccion", "cant", "cant", "cant", "dont", "suicide",
    ]  # fmt: skip


def test_headings_of_rows_are_read_and_items_do_not_run_together() -> None:
    found = sections(
        "<p>Opening</p><h2 id='facts'>Facts</h2><ul><li>One (two)</li><li>Three.</li></ul>"
        "<table><tr><th scope='col'>What</th></tr><tr><th scope='row'>Cost</th><td>It depends</td></tr></table>"
    )
    assert [(part.anchor, part.heading, part.text) for part in found] == [
        ("", "", "Opening."),
        ("facts", "Facts", "One (two). Three. Cost. It depends."),
    ]


def test_a_card_may_hold_numbers_to_call_and_no_other_mark(tmp_path: Path) -> None:
    root = copy_project(SAMPLE, tmp_path / "project")
    text = "Call {{call:911}} **now**, see [this](/help.md).[@rule-2020] {{fact:iop.hours.adults}}"
    (root / "content/search.yml").write_text(CARD.replace("{text}", text))
    marks = ["**now**", "[@rule-2020]", "[this](/help.md)", "{{fact:iop.hours.adults}}"]
    assert run(root, "check").stderr.splitlines()[:4] == [
        f"content/search.yml:4: cards.1.text: '{mark}' does not work here; this text is shown as it stands."
        for mark in marks
    ]

"""Faults of a file's form that are too large or too odd for a golden case."""

from pathlib import Path

import pytest

from iopguide.problems import ContentError
from iopguide.source import read_markdown, read_yaml


def test_deep_nesting_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("offers: " + "[" * 5000 + "]" * 5000)
    with pytest.raises(ContentError) as caught:
        read_yaml(tmp_path, tmp_path / "a.yml")
    assert str(caught.value) == "a.yml:1: the lists are nested too deeply. Use a few levels only."


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nhours:\n  adults:\n    - 9\n    - 19\n---\n\nText\n")
    source = read_markdown(tmp_path, tmp_path / "a.md")
    assert source.values == {"hours": {"adults": [9, 19]}}
    assert [source.line(loc) for loc in [("hours",), ("hours", "adults", 1), ("hours", "teens")]] == [2, 5, 2]
    assert (source.body, source.body_line) == ("Text", 8)

"""Golden cases: one change to a valid project, and the whole list of problems a writer then reads."""

from pathlib import Path

import pytest
import yaml
from projects import SAMPLE

from iopguide.library import open_library
from iopguide.problems import ContentError

CASES = Path(__file__).parent / "cases"


def cases() -> list[object]:
    found = [(file.stem, case) for file in sorted(CASES.glob("*.yml")) for case in yaml.safe_load(file.read_text())]
    return [pytest.param(case, id=f"{group}: {case['what']}") for group, case in found]


@pytest.mark.parametrize("case", cases())
def test_each_fault_is_told_in_full(case: dict[str, object], project: Path) -> None:
    change(project, case)
    with pytest.raises(ContentError) as caught:
        open_library(project)
    assert [str(problem) for problem in caught.value.problems] == case["problems"]


def change(project: Path, case: dict[str, object]) -> None:
    file = project / str(case["file"])
    if "delete" in case:
        file.unlink()
    elif "whole" in case:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(str(case["whole"]).encode(str(case.get("encoding", "utf-8"))))
    else:
        old, new = str(case["replace"]), str(case["with"])
        text = file.read_text()
        assert old in text, f"{file} has no {old!r}"
        file.write_bytes(text.replace(old, new, 1).encode())


def test_the_sample_is_valid() -> None:
    library = open_library(SAMPLE)
    assert list(library.pages) == [
        "compare.md",
        "glossary.md",
        "help.md",
        "index.md",
        "levels/outpatient.md",
        "levels/iop.md",
        "conditions/alcohol.md",
        "components/group-therapy.md",
        "therapies/cbt.md",
        "sources/a.md",
        "sources/s.md",
    ]

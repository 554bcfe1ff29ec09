"""A review counts only for the very words that were reviewed."""

from pathlib import Path

from projects import Edit

from iopguide import review
from iopguide.library import open_library

REVIEWED = "{status: reviewed, reviewer: Ana Sample, credentials: LCSW, date: 2026-11-20, next_date: 2027-11-20, text_hash: HASH}"


def test_an_edit_reopens_the_review(project: Path, edit: Edit) -> None:
    mark = review.text_hash(open_library(project).pages["help.md"])
    edit("docs/help.md", "{status: awaiting-review}", REVIEWED.replace("HASH", f'"{mark}"'))
    page = open_library(project).pages["help.md"]
    assert (
        review.sentence(page) == "Reviewed by Ana Sample, LCSW, on 20 November 2026. Next review by 20 November 2027."
    )
    edit("docs/help.md", "if there is danger", "if you are in danger")
    page = open_library(project).pages["help.md"]
    assert not review.is_reviewed(page)
    assert review.sentence(page) == "Changed since a clinician last reviewed it. It awaits a new review."

"""A record in, its whole Markdown out."""

import pytest
from projects import SAMPLE

from iopguide import blocks, render
from iopguide.library import Library, open_library


@pytest.fixture(scope="module")
def library() -> Library:
    return open_library(SAMPLE)


def test_a_condition_becomes_one_page(library: Library) -> None:
    assert tidy(render.markdown(library, "conditions/alcohol.md")) == tidy(ALCOHOL)


def test_a_description_has_no_marks(library: Library) -> None:
    assert (
        render.plain(library, "From {{fact:iop.hours.adults}} hours.[@rule-2020] Call {{call:988}}.")
        == "From 9 to 19 hours. Call 988."
    )


def test_the_comparison_is_drawn_from_the_levels(library: Library) -> None:
    assert blocks.show(library, "comparison") == COMPARISON.strip()


def test_a_changed_hour_shows_everywhere(project, edit) -> None:  # type: ignore[no-untyped-def]
    edit("content/levels/iop.md", "adults: [9, 19]", "adults: [10, 18]")
    changed = open_library(project)
    pages = {path: render.markdown(changed, path) for path in changed.pages}
    assert [path for path, text in pages.items() if "10 to 18" in text.lower()] == [
        "compare.md",
        "index.md",
        "levels/iop.md",
    ]
    assert not [path for path, text in pages.items() if "9 to 19" in text]


def test_sources_name_the_pages_that_use_them(library: Library) -> None:
    assert library.used_on == {
        "rule-2020": ["index.md", "levels/outpatient.md", "levels/iop.md", "therapies/cbt.md"],
        "book-2013": ["conditions/alcohol.md"],
    }


def test_related_pages_link_both_ways(library: Library) -> None:
    assert library.related("conditions/alcohol.md") == ["components/group-therapy.md", "therapies/cbt.md"]
    assert library.related("therapies/cbt.md") == ["conditions/alcohol.md", "components/group-therapy.md"]


def tidy(text: str) -> list[str]:
    return [row for row in text.splitlines() if row.strip()]


COMPARISON = """
Table: Levels of care compared, from least to most intensive

| What | Outpatient | IOP |
|---|---|---|
| Hours of treatment a week | Under 9 hours of treatment.[@rule-2020] | 9 to 19 hours of treatment. For teens: 6 to 19.[@rule-2020] |
| Where you live | At home | At home |
| Less support | None | [Outpatient](/levels/outpatient.md) |
| Read more | [Outpatient](/levels/outpatient.md) | [IOP](/levels/iop.md) |
"""

ALCOHOL = """
# Alcohol use disorder

!!! emergency "Call 911 if:"
    There is a seizure. Call <a class="tel" href="tel:911">911</a>.

Drinking can become hard to control.[^book-2013]

## What it is

A condition with many causes. Withdrawal can be dangerous.

**Is it a diagnosis?** It is a diagnosis.[^book-2013]

## Can an IOP help?

It can for many. See [an IOP](/levels/iop.md).

### An IOP may fit when

- Weekly care was not enough.

### An IOP is not enough when

- You may have dangerous withdrawal.

## What good treatment looks like

Talking and medicine.

## What to ask a program

- Who checks me for withdrawal?

## If you support someone

Look after yourself too.

## What to read next

- [Group therapy](/components/group-therapy.md)
- [Cognitive behavioral therapy](/therapies/cbt.md)

## Sources

///Footnotes Go Here///

[^book-2013]: A. Writer. *A book on drinking*. Example Press. We have not read it yet.
"""

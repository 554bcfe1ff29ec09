"""Menu, breadcrumb and reading order."""

import pytest
from projects import SAMPLE

from iopguide import navigation
from iopguide.library import open_library
from iopguide.navigation import Link, Section

LIBRARY = open_library(SAMPLE)


@pytest.mark.parametrize(
    ("path", "url"),
    [("index.md", ""), ("help.md", "help/"), ("conditions/index.md", "conditions/"), ("levels/iop.md", "levels/iop/")],
)
def test_addresses(path: str, url: str) -> None:
    assert navigation.url(path) == url


def test_menu_marks_the_page_one_is_on() -> None:
    assert navigation.menu(LIBRARY, "help.md") == (
        Section("Start", (Link("Sample guide", ""), Link("Get help now", "help/", current=True))),
        Section("Learn", (Link("Intensive outpatient program (IOP)", "levels/iop/"),)),
    )


def test_breadcrumb_of_a_level_leads_over_the_comparison() -> None:
    assert navigation.breadcrumb(LIBRARY, "levels/iop.md") == (
        Link("Home", ""),
        Link("Compare levels of care", "compare/"),
    )
    assert navigation.breadcrumb(LIBRARY, "index.md") == ()


def test_levels_follow_each_other_in_order() -> None:
    assert navigation.neighbours(LIBRARY, "levels/outpatient.md") == (
        None,
        Link("Intensive outpatient program (IOP)", "levels/iop/"),
    )
    assert navigation.neighbours(LIBRARY, "help.md") == (Link("Sample guide", ""), None)

"""Every page as a person meets it: without JavaScript first, then by eye, by keyboard and by axe."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ALL = os.environ.get("IOPGUIDE_TEST_ALL") == "1"
ONE_OF_EACH_KIND = ("", "404.html", "get-help-now/", "compare/", "conditions/alcohol/", "levels/iop/", "therapies/cbt/",
                    "components/group-therapy/", "a-to-z/")  # fmt: skip
MATRIX = [(width, scheme) for width in (320, 390, 1280) for scheme in ("light", "dark")]


def pages(site: Path) -> list[str]:
    """Every page; of the lists of sources, which all have one form, only the first."""
    names = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
    found = [name.removesuffix("index.html") for name in names]
    return [name for name in found if ALL or not name.startswith("sources/") or name in ("sources/", "sources/a/")]


@contextmanager
def visit(browser: Browser, url: str, **options: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page, and everything it complains of or asks elsewhere for."""
    context = browser.new_context(**options)
    page = context.new_page()
    noise: list[str] = []
    host = url.split("/")[2]
    page.on("console", lambda message: noise.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.on("request", lambda request: noise.append(f"request: {request.url}") if host not in request.url else None)
    page.goto(url)
    yield page, noise
    context.close()


def violations(page: Page) -> list[str]:
    """axe's findings as lines."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_without_javascript_each_page_is_complete(browser: Browser, address: str, site: Path) -> None:
    with visit(browser, address, java_script_enabled=False) as (page, noise):
        for name in pages(site):
            page.goto(f"{address}/{name}")
            assert page.locator("h1").count() == 1, name
            assert page.locator("h1").is_visible(), name
            assert page.locator('a[href="tel:911"]').first.is_visible(), name
            assert page.locator('a[href="tel:988"]').first.is_visible(), name
            assert noise == [], name


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_complains_asks_elsewhere_stores_or_overflows(
    browser: Browser, address: str, site: Path, width: int
) -> None:
    with visit(browser, address, viewport={"width": width, "height": 640}) as (page, noise):
        for name in pages(site):
            page.goto(f"{address}/{name}", wait_until="load")
            assert page.evaluate("() => [document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0], (
                name
            )
            assert page.evaluate("() => indexedDB.databases().then(all => all.length)") == 0, name
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width, name
            assert noise == [], name
        assert page.context.cookies() == []


def test_every_page_has_no_axe_violation_on_a_phone(browser: Browser, address: str, site: Path) -> None:
    found = {}
    with visit(browser, address, viewport={"width": 320, "height": 640}, bypass_csp=True) as (page, _):
        for name in sorted(set(pages(site)) - set(ONE_OF_EACH_KIND)):  # those come in every width and scheme below
            page.goto(f"{address}/{name}")
            found[name] = violations(page)
    assert {name: rows for name, rows in found.items() if rows} == {}


@pytest.mark.parametrize(("width", "scheme"), MATRIX)
def test_each_kind_of_page_has_no_axe_violation(
    browser: Browser, address: str, site: Path, width: int, scheme: str
) -> None:
    found = {}
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    with visit(browser, address, **options) as (page, _):
        for name in pages(site) if ALL else ONE_OF_EACH_KIND:
            page.goto(f"{address}/{name}")
            closed = violations(page)
            for summary in page.locator("summary:visible").all():
                summary.click()
            found[name] = closed + violations(page)
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_the_keyboard_reaches_skip_link_menu_and_text(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/conditions/alcohol/", viewport={"width": 320, "height": 640}) as (page, _):
        page.keyboard.press("Tab")
        assert _focused(page) == "Skip to the page"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("() => !!document.activeElement.closest('main')")
    with visit(browser, f"{address}/conditions/alcohol/", viewport={"width": 320, "height": 640}) as (page, _):
        _tab_to(page, "Menu")
        page.keyboard.press("Enter")
        _tab_to(page, "What is an IOP?", at_most=12)
        assert page.evaluate("() => document.activeElement.getClientRects().length > 0")
        page.keyboard.press("Enter")
        page.wait_for_url("**/what-is-iop/")


def test_focus_can_always_be_seen(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/conditions/alcohol/", viewport={"width": 390, "height": 800}) as (page, _):
        for _step in range(25):
            page.keyboard.press("Tab")
            state = page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
                return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, r.width > 0 && r.right > 0]; }"""
            )
            assert state[1:] == [True, True], state[0]


def test_print_leaves_out_the_menu_and_keeps_the_text(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/get-help-now/") as (page, _):
        menu = page.locator("nav.ig-menu")
        assert menu.is_visible()
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not menu.is_visible()


def _focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.innerText.trim()"))


def _tab_to(page: Page, words: str, at_most: int = 20) -> None:
    for _step in range(at_most):
        page.keyboard.press("Tab")
        if _focused(page) == words:
            return
    raise AssertionError(f"'{words}' was not reached in {at_most} steps; last: '{_focused(page)}'")

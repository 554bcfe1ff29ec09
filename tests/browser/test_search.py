"""The search as a person meets it: a plain link without JavaScript, then a dialog that is quick, tells nobody and leaves no trace."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, Request, Route
from projects import ROOT
from test_pages import MATRIX, violations, visit

pytestmark = pytest.mark.browser

QUESTIONNAIRE = "is-iop-right-for-me/"
FILES = [
    "search-box.mjs", "search-index.json", "search-text.json", "search-text.mjs", "search-words.mjs", "search.css",
    "search.mjs",
]  # fmt: skip
PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
STATES = {
    "empty": "",
    "results": "treatment",
    "card": "i want to die",
    "nothing found": "xyzxyz",
    "selected": "dbt",
}
"""What to type to see each face of the dialog; the last also with an arrow key."""
LEFT = """async () => [location.href, history.length, history.state, document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length]"""
EMPTY = """\
- dialog "Search this site":
  - text: Search this site
  - button "Close"
  - combobox "Search this site"
  - paragraph: Type a word, a name or a question. What you type stays on this page.
  - alert
  - status
  - paragraph:
    - link "All names from A to Z":
      - /url: {address}/a-to-z/
  - paragraph:
    - link "Is an IOP right for me?":
      - /url: {address}/is-iop-right-for-me/
  - list:
    - listitem:
      - link "Call 911 danger or overdose":
        - /url: tel:911
        - strong: Call 911
        - text: danger or overdose
    - listitem:
      - link "Call 988 crisis, suicidal thoughts":
        - /url: tel:988
        - strong: Call 988
        - text: crisis, suicidal thoughts
    - listitem:
      - link "Text 988 if you cannot talk":
        - /url: sms:988
        - strong: Text 988
        - text: if you cannot talk
  - link "More help now, and naloxone for an overdose":
    - /url: ../../get-help-now/
  - checkbox "The / key opens the search" [checked]
  - text: The / key opens the search"""
CARD = """\
Thoughts of suicide or self-harm?
Call 988 or text 988, free, day or night, for yourself or for someone else. If someone is hurt or about to act, call 911 and do not leave them alone.
What to do now"""
SPANISH = """\
Buscar (en inglés)
Cerrar
Escriba una palabra o una pregunta. Lo que escribe se queda en esta página.
Todos los nombres de la A a la Z (en inglés)
¿Es un IOP para mí? (en inglés)
Llame al 911 peligro o sobredosis
Llame al 988 crisis; oprima 2
Envíe AYUDA al 988 si no puede hablar
Más ayuda ahora, y naloxona para una sobredosis
La tecla / abre la búsqueda"""

HEADER = """() => [...document.querySelectorAll('.ig-header > *, .ig-menu__button')]
  .filter(part => part.getClientRects().length && part.closest('body').clientWidth < 992 || part.closest('.ig-header'))
  .map(part => part.getBoundingClientRect().toJSON()).filter(box => box.width)"""
EMPTY_LINES = [
    "Search this site",
    "Close",
    "Type a word, a name or a question. What you type stays on this page.",
    "All names from A to Z",
]
IN_VIEW = """part => { const box = part.getBoundingClientRect(), scroller = part.closest('dialog')?.getBoundingClientRect();
  return box.top >= (scroller?.top ?? 0) && box.bottom <= (scroller?.bottom ?? innerHeight); }"""
SMALL = """() => [...document.querySelectorAll('dialog :is(a, button, input, label:has(input))')]
  .filter(part => part.getClientRects().length && !part.matches('.ig-search__call') && part.getBoundingClientRect().height < 44)
  .map(part => part.outerHTML.slice(0, 80))"""
"""Targets lower than 44 pixels; numbers within a sentence may be."""
OUTLINE = """part => { const style = getComputedStyle(part);
  return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor, style.backgroundColor]; }"""


# Helpers


@contextmanager
def search(browser: Browser, address: str, path: str = "conditions/alcohol/", **options: Any) -> Iterator[Page]:
    """A page whose search is open and has learnt everything, in a browser that complains of nothing."""
    with visit(browser, f"{address}/{path}", **options) as (page, noise):
        with page.expect_event("requestfinished", lambda request: request.url.endswith("search-text.json")):
            press_search(page)
        field(page).wait_for()
        yield page
        assert noise == []


def press_search(page: Page) -> None:
    page.get_by_role("button", name="Search", exact=True).or_(page.get_by_role("button", name="Buscar")).click()


def field(page: Page) -> Locator:
    return page.get_by_role("combobox")


def ask(page: Page, words: str) -> list[str]:
    """Types words and gives the titles that appear."""
    field(page).fill(words)
    return page.locator(".ig-search__title").all_inner_texts()


def lines(found: Locator) -> str:
    """What a person reads there, without empty lines."""
    return "\n".join(line for line in found.inner_text().splitlines() if line.strip())


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.innerText || document.activeElement.tagName"))


def is_open(page: Page) -> bool:
    return page.locator("dialog[open]").count() == 1


def chosen(page: Page) -> tuple[str | None, list[str]]:
    """What the field says is chosen, and what looks chosen."""
    looks = page.locator("[role=option][aria-selected=true]").all()
    return field(page).get_attribute("aria-activedescendant"), [str(option.get_attribute("id")) for option in looks]


def tabbed(page: Page, times: int) -> list[str]:
    """What the Tab key reaches, from the field on."""
    field(page).focus()
    reached = []
    for _step in range(times):
        page.keyboard.press("Tab")
        reached.append(focused(page).replace("\n", " "))
    return reached


def show(page: Page, state: str) -> None:
    ask(page, STATES[state])
    if state == "selected":
        field(page).press("ArrowDown")


def watch(page: Page, of: str) -> None:
    """Keeps in `window.said` each thing that is said aloud there."""
    page.evaluate(
        """of => { window.said = []; const part = document.querySelector(of);
        new MutationObserver(() => part.textContent && said.push(part.textContent)).observe(part, {childList: true}); }""",
        of,
    )


# In the header


def test_without_javascript_the_search_is_a_link_to_the_a_to_z(browser: Browser, address: str) -> None:
    options = {"java_script_enabled": False, "viewport": {"width": 320, "height": 640}}
    with visit(browser, f"{address}/conditions/alcohol/", **options) as (page, _):
        assert lines(page.locator("header")) == "IOP Guide\nA to Z"
        page.get_by_role("link", name="A to Z", exact=True).first.click()
        assert page.locator("h1").inner_text() == "A to Z"


def test_every_page_but_the_questionnaire_may_open_the_search(site: Path) -> None:
    scripts = {}
    for file in sorted(site.rglob("*.html")):
        tree = lxml.html.fromstring(file.read_text())
        names = [str(script.get("src")).split("/")[-1] for script in tree.iter("script") if script.get("src")]
        scripts[file.relative_to(site).as_posix().removesuffix("index.html")] = names
    assert scripts.pop(QUESTIONNAIRE) == ["check.mjs"]
    assert {name: names for name, names in scripts.items() if names != ["search-open.mjs"]} == {}


def test_the_questionnaire_asks_no_server_so_it_has_only_the_link(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/{QUESTIONNAIRE}", viewport={"width": 320, "height": 640}) as (page, noise):
        assert lines(page.locator("header")) == "IOP Guide\nA to Z"
        assert noise == []


@pytest.mark.parametrize(
    ("path", "words"), [("", "Search A to Z"), ("404.html", "Search A to Z"), ("es/", "Buscar Índice A-Z")]
)
def test_the_button_is_in_the_one_line_of_the_header(browser: Browser, address: str, path: str, words: str) -> None:
    with visit(browser, f"{address}/{path}") as (page, noise):
        for width, shown in ((320, words.split()[0]), (390, words.split()[0]), (1280, words)):
            page.set_viewport_size({"width": width, "height": 640})
            places = page.evaluate(HEADER)
            assert " ".join(page.locator(".ig-header > :not(.ig-header__name):visible").all_inner_texts()) == shown
            assert max(place["top"] for place in places) < min(place["bottom"] for place in places), width
            assert all(one["right"] <= other["left"] for one, other in pairwise(places)), width
            assert min(place["height"] for place in places) >= 44, width
        assert noise == []


# Nobody learns what was asked


def test_each_file_is_loaded_once_when_the_search_is_opened_and_nothing_for_any_query(
    browser: Browser, address: str
) -> None:
    queries = [row["query"] for row in yaml.safe_load((ROOT / "tests/search/queries.yml").read_text())][::7]
    assert len(set(queries)) >= 50
    requests: list[Request] = []
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        page.on("request", lambda request: requests.append(request))
        page.reload()
        page.get_by_role("button", name="Search", exact=True).hover()
        page.get_by_role("button", name="Search", exact=True).focus()
        page.wait_for_timeout(200)
        assert [request.url.split("/")[-1] for request in requests] == ["", "search-open.mjs"]
        requests.clear()
        before = page.evaluate(LEFT)
        with page.expect_event("requestfinished", lambda request: request.url.endswith("search-text.json")):
            press_search(page)
        field(page).press_sequentially("is rehab free")
        for query in queries:
            field(page).fill(query)
        field(page).press("ArrowDown")
        page.get_by_role("button", name="Close").click()
        press_search(page)
        ask(page, "withdrawal seizure")
        page.wait_for_timeout(1000)
        assert sorted(request.url for request in requests) == [f"{address}/assets/{name}" for name in FILES]
        assert page.evaluate(LEFT) == before
        assert page.context.cookies() == []
        assert noise == []


def test_coming_back_to_a_page_shows_an_empty_box(browser: Browser, address: str) -> None:
    started = browser.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=["--no-sandbox", "--disable-gpu"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    with search(started, address) as page:
        page.evaluate("() => addEventListener('pageshow', event => { window.kept = event.persisted; })")
        ask(page, "i want to die")
        page.goto(f"{address}/es/")
        page.go_back(wait_until="commit")
        page.wait_for_function("() => window.kept")
        assert not is_open(page)
        press_search(page)
        assert field(page).input_value() == ""
        assert lines(page.locator("dialog")).splitlines()[:4] == EMPTY_LINES
        page.wait_for_timeout(100)
    started.close()


# Keys, mouse, finger


def test_the_slash_key_opens_it_except_while_typing_and_can_be_switched_off(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        field(page).press_sequentially("24/7")
        assert field(page).input_value() == "24/7"
        page.get_by_role("button", name="Close").click()
        page.evaluate("() => document.querySelector('main').append(document.createElement('textarea'))")
        page.locator("textarea").press("/")
        assert (page.locator("textarea").input_value(), is_open(page)) == ("/", False)
        page.locator("h1").click()
        page.keyboard.press("Control+/")
        assert not is_open(page)
        page.keyboard.press("/")
        field(page).wait_for()
        assert is_open(page)
        page.get_by_label("The / key opens the search").uncheck()
        page.get_by_role("button", name="Close").click()
        page.locator("h1").click()
        page.keyboard.press("/")
        page.wait_for_timeout(100)
        assert not is_open(page)


def test_the_keyboard_alone_leads_to_a_page(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        page.keyboard.press("/")
        field(page).wait_for()
        page.keyboard.type("percs")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/conditions/opioids/**")
        page.keyboard.press("/")
        field(page).wait_for()
        page.keyboard.type("compare levels")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/compare/**")
        assert noise == []


def test_arrow_keys_choose_one_result_and_come_round(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        box = field(page)
        assert box.get_attribute("aria-expanded") == "false"
        count = len(ask(page, "treatment"))
        assert page.locator("#" + str(box.get_attribute("aria-controls"))).get_by_role("option").count() == count
        assert box.get_attribute("aria-expanded") == "true"
        assert page.get_by_role("listbox", name="Search results", exact=True).is_visible()
        assert chosen(page) == (None, [])
        for key, place in (
            ("ArrowDown", 0),
            ("ArrowDown", 1),
            ("ArrowUp", 0),
            ("ArrowUp", count - 1),
            ("ArrowDown", 0),
        ):
            box.press(key)
            assert chosen(page) == (f"ig-search-{place}", [f"ig-search-{place}"])
        box.press_sequentially("s")
        assert chosen(page) == (None, [])
        box.press("ArrowUp")
        assert chosen(page) == (f"ig-search-{count - 1}", [f"ig-search-{count - 1}"])
        assert page.locator("[aria-selected=true]").evaluate(IN_VIEW)
        assert focused(page) == "INPUT"


def test_escape_clears_then_closes_and_the_focus_returns(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        ask(page, "i want to die")
        page.keyboard.press("Tab")
        assert focused(page) == "988"
        page.keyboard.press("Escape")
        assert (field(page).input_value(), is_open(page), focused(page)) == ("", True, "INPUT")
        page.keyboard.press("Escape")
        assert (is_open(page), focused(page)) == (False, "Search")
        for close in ("button", "outside"):
            page.locator("h1").click()
            page.keyboard.press("/")
            page.locator("dialog[closedby=any]").wait_for()
            ask(page, "dbt")
            page.get_by_role("button", name="Close").click() if close == "button" else page.mouse.click(5, 600)
            page.wait_for_function("() => document.activeElement.className === 'ig-header__button'")
            assert not is_open(page)


def test_a_double_click_opens_the_dialog_and_leaves_it_open(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        page.clock.install()
        button = page.get_by_role("button", name="Search", exact=True).bounding_box() or {}
        for _click in range(2):
            page.mouse.click(button["x"] + 5, button["y"] + 5)
            page.locator("dialog[open]").wait_for()
        page.clock.run_for(1000)
        page.mouse.click(button["x"] + 5, button["y"] + 5)
        page.locator("dialog[open]").wait_for(state="hidden")
        assert noise == []


def test_a_second_click_before_the_style_has_come_leaves_the_dialog_modal(browser: Browser, address: str) -> None:
    held: list[Route] = []
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        page.route("**/search.css", lambda route: held.append(route))
        button = page.get_by_role("button", name="Search", exact=True)
        button.click()
        button.click()
        page.wait_for_timeout(300)
        assert len(held) == 2
        for route in held:
            route.continue_()
        page.locator("dialog[open]").wait_for()
        page.wait_for_timeout(300)
        assert page.locator("dialog:modal").count() == 1
        assert noise == []


def test_words_that_only_stand_in_the_texts_are_found_when_these_arrive(browser: Browser, address: str) -> None:
    held: list[Route] = []
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        page.route("**/search-text.json", lambda route: held.append(route))
        press_search(page)
        field(page).fill("electrocardiogram")
        page.get_by_text("No page matches these words.").first.wait_for()
        held[0].continue_()
        page.locator(".ig-search__hit").first.wait_for()
        assert page.locator(".ig-search__none").inner_text() == ""
        assert noise == []


def test_texts_of_another_build_are_left_alone(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        page.route("**/search-text.json", lambda route: route.fulfill(json={"mark": "other", "pages": []}))
        with page.expect_event("requestfinished", lambda request: request.url.endswith("search-text.json")):
            press_search(page)
        assert ask(page, "disulfiram")[0] == "Disulfiram"
        assert noise == []


def test_the_tab_key_reaches_card_results_and_every_other_way(browser: Browser, address: str) -> None:
    end = ["All names from A to Z", "Is an IOP right for me?", "Call 911 danger or overdose"]
    with search(browser, address) as page:
        ask(page, "i want to die")
        assert tabbed(page, 7) == ["988", "988", "911", "What to do now", *end]
        near = ask(page, "buxrenxrphqnx") or page.locator(".ig-search__none a").all_inner_texts()
        assert len(near) >= 1
        assert tabbed(page, len(near) + 3) == [*near, *end]
        field(page).focus()
        page.keyboard.press("Shift+Tab")
        assert focused(page) == "Close"


def test_enter_leads_to_a_card_before_any_page(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        assert ask(page, "i want to die") != []
        page.keyboard.press("Enter")
        assert focused(page) == "988"
        assert page.evaluate("() => document.activeElement.href") == "tel:988"


def test_a_result_on_this_page_closes_the_dialog_and_is_reached(browser: Browser, address: str) -> None:
    with search(browser, address, path="conditions/opioids/") as page:
        ask(page, "percs")
        with page.expect_event("framenavigated"):
            page.get_by_role("option").first.click()
        assert not is_open(page)
        place = page.evaluate("() => decodeURIComponent(location.hash.slice(1))")
        assert page.locator(f"[id='{place}']").evaluate(IN_VIEW)
        page.wait_for_timeout(100)
        assert focused(page) != "Search"


def test_results_are_links_that_open_beside_with_the_control_key(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        ask(page, "percs")
        with page.context.expect_page() as opened:
            page.get_by_role("option").first.click(modifiers=["Control"])
        assert "/conditions/opioids/" in opened.value.url
        assert is_open(page)


def test_a_finger_finds_room_and_the_enter_key_puts_the_keyboard_away(browser: Browser, address: str) -> None:
    with search(browser, address, **PHONE) as page:
        assert page.get_by_label("The / key opens the search").count() == 0
        for state in STATES:
            show(page, state)
            assert page.evaluate(SMALL) == [], state
        ask(page, "percs")
        page.keyboard.press("Enter")
        assert (focused(page) != "INPUT", is_open(page)) == (True, True)
        page.get_by_role("option").first.tap()
        page.wait_for_url("**/conditions/opioids/**")


# What is found


def test_words_people_use_lead_to_the_page_about_the_thing(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        assert ask(page, "percs")[0] == "Opioid use disorder"
        assert ask(page, "xanex")[0] == "Sedative, hypnotic or anxiolytic use disorder"
        assert ask(page, "treatments")[0] == "Therapies and medicines"
        assert ask(page, "php vs iop")[0] == "Compare levels of care"
        assert ask(page, "dbt")[:2] == ["Dialectical behavior therapy (DBT)", "Borderline personality disorder (BPD)"]


def test_a_danger_shows_its_card_before_any_page(browser: Browser, address: str) -> None:
    titles = {}
    with search(browser, address) as page:
        for words in ("i want to die", "overdose", "cant breathe", "suicide prevention training"):
            ask(page, words)
            titles[words] = (
                page.get_by_role("alert").locator("p").first.inner_text() if lines(page.get_by_role("alert")) else ""
            )
        assert titles == {
            "i want to die": "Thoughts of suicide or self-harm?",
            "overdose": "Could this be an overdose?",
            "cant breathe": "Is a life in danger?",
            "suicide prevention training": "",
        }
        ask(page, "i want to die")
        assert lines(page.get_by_role("alert")) == CARD
        card, first = page.get_by_role("alert").bounding_box(), page.get_by_role("option").first.bounding_box()
        assert card and first and card["y"] + card["height"] <= first["y"]


def test_nothing_found_offers_names_the_a_to_z_and_the_questionnaire(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        for words, near in (("xyzxyz", []), ("buxrenxrphqnx", ["Buprenorphine"])):
            assert ask(page, words) == []
            ways = page.locator("dialog a[href^=http]").all_inner_texts()
            assert ways == [*near, "All names from A to Z", "Is an IOP right for me?"]
            assert lines(page.locator(".ig-search__none")).startswith("No page matches these words.")


def test_a_snippet_shows_the_words_that_matched(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        assert "Opioid use disorder" in ask(page, "percs")
        page.get_by_text("without them.").wait_for()
        assert (
            page.locator(".ig-search__snippet").first.inner_html()
            == '"I buy <mark>percs</mark> and I get sick without them.'
        )
        ask(page, "methadone clinic every morning")
        page.wait_for_timeout(400)
        assert max(len(text) for text in page.locator(".ig-search__snippet").all_inner_texts()) < 190


def test_results_are_there_before_the_texts_and_a_choice_stays(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/levels/iop/") as (page, noise):
        held: list[Any] = []
        page.route("**/search-text.json", lambda route: held.append(route))
        press_search(page)
        ask(page, "disulfiram")
        first = page.get_by_role("option").first
        first.wait_for()
        field(page).press("ArrowDown")
        assert lines(first) == "Disulfiram\nDisulfiram is a daily tablet\u2026"
        page.wait_for_timeout(300)
        held[0].continue_()
        first.get_by_text("alcohol.").wait_for()
        assert lines(first) == "Disulfiram\nDisulfiram is a daily tablet that changes how your body deals with alcohol."
        assert chosen(page) == ("ig-search-0", ["ig-search-0"])
        assert noise == []


# What is said aloud


def test_the_empty_dialog_as_a_screen_reader_tells_it(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        assert page.locator("dialog").aria_snapshot() == EMPTY.format(address=address)


def test_results_are_announced_once_when_the_typing_rests(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        watch(page, "[role=status]")
        field(page).press_sequentially("disulfiram", delay=30)
        field(page).press_sequentially(" ", delay=30)
        page.wait_for_timeout(900)
        assert page.evaluate("said") == [f"{len(ask(page, 'disulfiram '))} pages found. First: Disulfiram"]
        ask(page, "zzzzqqq")
        page.wait_for_timeout(900)
        assert page.evaluate("said.slice(1)") == ["No page matches these words."]


def test_a_card_is_announced_once(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        watch(page, "[role=alert]")
        field(page).press_sequentially("i want to die now", delay=10)
        page.wait_for_timeout(100)
        assert page.evaluate("said.map(text => text.slice(0, 33))") == ["Thoughts of suicide or self-harm?"]


def test_a_page_in_spanish_speaks_spanish_and_marks_what_is_not(browser: Browser, address: str) -> None:
    with search(browser, address, path="es/") as page:
        assert lines(page.locator("dialog")).replace("988\n", "988 ").replace("911\n", "911 ") == SPANISH
        ask(page, "alcohol")
        languages = {option.get_attribute("lang") for option in page.get_by_role("option").all()}
        assert languages == {"en", "es"}
        ask(page, "quiero morir")
        assert page.get_by_role("alert").locator("p").first.get_attribute("lang") == "en"
        page.get_by_role("link", name="Qué hacer ahora, en español").click()
        assert (is_open(page), page.url) == (False, f"{address}/es/#ig-main")


# What is seen


@pytest.mark.parametrize(("width", "scheme"), [pair for pair in MATRIX if pair[0] != 390])
def test_no_state_has_an_axe_violation_or_overflows(browser: Browser, address: str, width: int, scheme: str) -> None:
    found = {}
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    with search(browser, address, path="404.html", **options) as page:
        for state in STATES:
            show(page, state)
            found[state] = violations(page)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= width, state
            assert page.locator("dialog").evaluate("box => box.scrollWidth - box.clientWidth") == 0, state
    assert {state: rows for state, rows in found.items() if rows} == {}


def test_forced_colors_show_the_choice_and_the_card(browser: Browser, address: str) -> None:
    with search(browser, address, forced_colors="active") as page:
        show(page, "selected")
        outlines = [option.evaluate(OUTLINE) for option in page.get_by_role("option").all()]
        assert outlines[0][0] == "solid"
        assert outlines[0][1] >= 2
        assert outlines[0][2] != outlines[0][3]
        assert [outline[0] for outline in outlines[1:]] == ["none"] * (len(outlines) - 1)
        show(page, "card")
        assert (
            page.get_by_role("alert").evaluate("card => parseFloat(getComputedStyle(card).borderInlineStartWidth)") >= 8
        )


def test_nothing_moves_for_readers_who_asked_for_that(browser: Browser, address: str) -> None:
    with search(browser, address, reduced_motion="reduce", viewport={"width": 320, "height": 480}) as page:
        for state in STATES:
            show(page, state)
            assert page.evaluate("() => document.getAnimations().length") == 0, state
        ask(page, "treatment")
        field(page).press("ArrowUp")
        assert page.locator("[aria-selected=true]").evaluate(IN_VIEW)


def test_print_shows_the_results_or_the_page_and_no_button(browser: Browser, address: str) -> None:
    with search(browser, address) as page:
        ask(page, "percs")
        page.emulate_media(media="print")
        assert [page.locator(part).is_visible() for part in ("h1", ".ig-search__title", ".ig-search__close")] == [
            False,
            True,
            False,
        ]
        page.emulate_media(media="screen")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.emulate_media(media="print")
        assert [page.locator(part).is_visible() for part in ("h1", ".ig-header__button")] == [True, False]


# When things go wrong


def test_without_the_dialog_the_button_leads_to_the_a_to_z(browser: Browser, address: str) -> None:
    for name in ("search-box.mjs", "search.css"):
        with visit(browser, f"{address}/levels/iop/") as (page, _):
            page.route(f"**/{name}", lambda route: route.abort())
            press_search(page)
            page.wait_for_url("**/a-to-z/")


def test_without_the_index_the_dialog_says_so_and_tries_again_next_time(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/levels/iop/") as (page, _):
        page.route("**/search-index.json", lambda route: route.abort())
        press_search(page)
        page.get_by_text("The search could not be loaded. The list from A to Z works without it.").first.wait_for()
        ask(page, "percs")
        assert "could not be loaded" in lines(page.locator("dialog"))
        assert page.get_by_role("link", name="All names from A to Z").is_visible()
        page.unroute("**/search-index.json")
        page.get_by_role("button", name="Close").click()
        press_search(page)
        page.locator(".ig-search__title", has_text="Opioid use disorder").first.wait_for()

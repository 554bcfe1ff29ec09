"""The questionnaire as a person meets it: without JavaScript first, then one question at a time, leaving no trace."""

import json
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page
from projects import ROOT
from questionnaires import FORM, random_answers
from test_pages import visit

from iopguide import render, rules
from iopguide.library import open_library
from iopguide.questionnaire import UNSURE, Said

pytestmark = pytest.mark.browser

MILD = {
    "who": "me", "age": "adult", "body_now": "none", "safety_now": "none", "suicide": "none", "attempt": "none",
    "help": "substances", "use": "alcohol", "withdrawal": "none", "health": "ok", "mind": "none", "daily_life": "ok",
    "use_risk": "none", "tried": "helping", "step_down": "not_now", "home": "ok", "practical": "can",
}  # fmt: skip
"""Someone without any problem that the questions ask about. 'a+b' stands for two answers."""
IOP = {"mind": "a_lot", "tried": "outpatient_not_enough", "home": "unsure"}
WALK = """person => {
  for (let step = 0; step < 20; step += 1) {
    const field = [...document.querySelectorAll('fieldset')].find(field => field.getClientRects().length);
    if (!field) return;
    for (const answer of person[field.dataset.question]) field.querySelector(`[value=${answer}]`).click();
    document.querySelector('[data-do=next]').click();
  }
  throw new Error('The questions do not end.');
}"""
WEATHER = "https://www.weather.gov/"
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"
FORGET_HAS = """() => {
  const forget = list => [...list.cssRules].forEach((rule, place) => rule.selectorText?.includes(':has(') ?
    gone.push([list, place]) : rule.cssRules && forget(rule));
  const gone = [];
  [...document.styleSheets].forEach(forget);
  gone.reverse().forEach(([list, place]) => list.deleteRule(place));
  return gone.length;
}"""
"""Makes the style sheet what it is to a browser that does not know :has(): each rule that says it is dropped whole."""
ONLY_THE_SHEET = """() => {
  for (let one = document.querySelector('.ig-sheet'); one !== document.body; one = one.parentElement)
    one.parentElement.replaceChildren(one);
}"""


SCRIPTS = ("check.mjs", "check-answers.mjs", "check-leaving.mjs", "check-sheet.mjs", "check-table.mjs", "engine.mjs")
SHEET = [
    text
    for texts in (FORM.sheet.ask, FORM.sheet.before, FORM.sheet.during, FORM.sheet.money, FORM.sheet.flags)
    for text in texts
] + [FORM.sheet.private]
"""What everyone's sheet for the first call says, besides what to say."""


# Helpers


@contextmanager
def check(browser: Browser, address: str, elsewhere: str = "", **options: Any) -> Iterator[Page]:
    """The questionnaire in a browser that complains of nothing and goes nowhere else."""
    with visit(browser, f"{address}/is-iop-right-for-me/", **options) as (page, noise):
        yield page
        assert set(noise) == ({f"request: {elsewhere}"} if elsewhere else set())


def box(page: Page, question: str, answer: str) -> Locator:
    return page.locator(f'input[name="{question}"][value="{answer}"]')


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def asked(page: Page) -> str | None:
    """The question that is shown now."""
    field = page.locator("fieldset:visible")
    return field.get_attribute("data-question") if field.count() else None


def walk(page: Page, until: str | None = None, **changes: str) -> None:
    """Answers by tapping, as a person does, up to a question or the result."""
    person = MILD | changes
    while (question := asked(page)) not in (None, until):
        for answer in person[str(question)].split("+"):
            box(page, str(question), answer).check()
        page.locator("[data-do=next]").click()


def hurry(page: Page, answers: Mapping[str, frozenset[str]] | None = None, **changes: str) -> None:
    """The same taps without a pause between them."""
    person = {name: given.split("+") for name, given in (MILD | changes).items()}
    page.evaluate(WALK, person | {name: sorted(given) for name, given in (answers or {}).items()})


def said(text: Said, voice: str) -> str:
    return text.me if voice == "me" else text.them


def because(question: str, answer: str, voice: str = "me") -> str:
    given = next(one for one in FORM.question(question).answers if one.id == answer)
    return said(given.because, voice) if given.because else f"You marked: “{said(given.text, voice)}”"


def seen(page: Page, selector: str = "#ig-check") -> str:
    """What can be read, in one line."""
    return " ".join(page.locator(selector).inner_text().split())


def why(page: Page) -> dict[str, list[str]]:
    """The lists of reasons below the result, by their headings."""
    found: dict[str, list[str]] = page.evaluate(
        """() => { const lists = [...document.querySelectorAll('.ig-result.ig-now .ig-because > ul')];
        return Object.fromEntries(lists.map(list => [list.previousSibling.innerText,
          [...list.children].map(item => item.innerText)])); }"""
    )
    return found


def untouched(page: Page) -> bool:
    """Whether the page is as if nobody had answered anything."""
    return (
        asked(page) == "who"
        and page.locator("input:checked").count() == 0
        and page.locator(".ig-because > *, #ig-sheet-mine > *, #ig-answered li").count() == 0
    )


def violations(page: Page) -> list[str]:
    """axe's findings in the questionnaire; test_pages looks at the page around it."""
    found = Axe().run(page, context="#ig-check", options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


# Without JavaScript


def test_without_javascript_everything_is_there_to_read(browser: Browser, address: str) -> None:
    library = open_library(ROOT)
    texts = [said for tap in (*FORM.setup, *FORM.questions) for said in (tap.ask, *(one.text for one in tap.answers))]
    texts += [said for question in FORM.questions for said in (question.help, FORM.unsure)]
    texts += [said for one in FORM.outcomes.values() for said in (one.lead, *one.steps, *one.ask, *one.know)]
    texts += [said for note in FORM.notes for said in (note.text,)] + [FORM.sheet.say]
    plain = [question.why for question in FORM.questions] + [note.title for note in FORM.notes]
    plain += [one.title for one in FORM.outcomes.values()]
    plain += [*SHEET, *FORM.sheet.by_hand]
    boxes = [rule.then for rule in FORM.rules]
    with check(browser, address, java_script_enabled=False) as page:
        for voice in ("me", "them"):
            box(page, "who", voice).check()
            shown = re.sub(r"\[\d+\]", "", seen(page))
            wanted = [render.plain(library, text) for text in [*plain, *(said(text, voice) for text in texts)]]
            assert [text for text in wanted if " ".join(text.split()) not in shown] == []
        assert page.locator("h3:visible", has_text="Box ").count() == 1 + sum(a != b for a, b in pairwise(boxes))
        assert page.locator("fieldset input:visible").count() == page.locator("fieldset input").count()


def test_without_javascript_nothing_can_be_sent_and_crisis_lines_come_first(browser: Browser, address: str) -> None:
    with check(browser, address, WEATHER, java_script_enabled=False) as page:
        assert page.locator("form, [formaction], [type=submit], button:not([type=button])").count() == 0
        assert page.locator("button:visible, dialog:visible, [role=alert]").count() == 0
        links = [link.get_attribute("href") for link in page.locator("body a:visible").all()[1:4]]
        assert links == ["tel:911", "tel:988", "sms:988"]
        box(page, "suicide", "plan").check()
        page.keyboard.press("Enter")
        assert page.url == f"{address}/is-iop-right-for-me/"
        page.context.route(WEATHER, lambda route: route.fulfill(body="Sunny"))
        page.get_by_role("link", name="Leave this page fast").click()
        assert page.url == WEATHER


def test_the_paper_form_names_its_results_by_letter_and_leaves_none_in_the_history(
    browser: Browser, address: str
) -> None:
    outcomes = [rule.then for rule in FORM.rules]
    in_boxes = [outcomes[0], *(new for old, new in pairwise(outcomes) if new != old)]
    letters = dict(zip(FORM.outcomes, "ABCDEFG", strict=True))
    with check(browser, address, java_script_enabled=False) as page:
        assert page.locator("h3:has-text('Box ') ~ p strong:text-matches('^Read')").all_inner_texts() == [
            f"Read result {letters[outcome]} below." for outcome in in_boxes
        ]
        assert page.locator(".ig-result h3").all_inner_texts() == [
            f"{letters[outcome]}. {result.title}" for outcome, result in FORM.outcomes.items()
        ]
        inside = page.locator("#ig-check a[href^='#']:not(.footnote-ref)")
        assert inside.count() == 0


KEEPS = "It does not clear your marks. Your browser may keep what you mark here until you close the tab, and sometimes longer."
CLEARS = "It also clears your answers. So does pressing the Shift key 3 times."


def test_each_reader_is_told_what_is_true_of_their_marks(browser: Browser, address: str) -> None:
    with check(browser, address, java_script_enabled=False) as page:
        assert KEEPS in seen(page)
        assert not re.search(r"clears your answers|are cleared|clear your answers", seen(page, "main"))
    with check(browser, address) as page:
        assert CLEARS in seen(page)
        assert KEEPS not in seen(page)


# The rules, in a file of their own


def test_the_browser_reads_the_rules_and_reasons_of_the_form(browser: Browser, address: str) -> None:
    because = {
        question.id: {one.id: [one.because.me, one.because.them] for one in question.answers if one.because}
        for question in FORM.questions
    }
    with check(browser, address) as page:
        read = page.evaluate("async () => ({ ...(await import('/assets/check-table.mjs')) })")
        assert re.fullmatch(r"[0-9a-f]{8}", read["mark"])
        assert read == {
            "mark": page.locator("#ig-check").get_attribute("data-mark"),
            "table": json.loads(json.dumps(rules.table(FORM))),
            "because": because,
        }


@pytest.mark.parametrize("answer", ["of another day", "not there"])
def test_rules_that_do_not_belong_to_the_questions_leave_the_whole_page(
    browser: Browser, address: str, site: Path, answer: str
) -> None:
    text = (site / "assets/check-table.mjs").read_text()
    old = re.sub('mark = "[^"]+"', 'mark = "00000000"', text)
    options = {"status": 404} if answer == "not there" else {"body": old, "content_type": "text/javascript"}
    with visit(browser, f"{address}/") as (page, noise):
        page.route("**/check-table.mjs", lambda route: route.fulfill(**options))
        page.goto(f"{address}/is-iop-right-for-me/")
        page.wait_for_load_state("networkidle")
        assert page.locator("fieldset:visible").count() == 2 + len(FORM.questions)
        assert page.locator(".ig-result:visible").count() == len(FORM.outcomes)
        assert page.locator("#ig-check button:visible").count() == 0
        assert page.locator(".ig-contents").is_visible()
        assert KEEPS in seen(page)
        told = "404 (Not Found)" if answer == "not there" else "Questions and rules are of different days."
        assert [told in line for line in noise] == [True]


# Each result


PATHS: dict[str, tuple[dict[str, str], list[tuple[str, str]], list[tuple[str, str]], list[str], list[str]]] = {
    "emergency": ({"suicide": "plan", "mind": "a_lot"}, [("suicide", "plan")], [], [], ["call-988", "no-sudden-stop"]),
    "medical": (
        {"withdrawal": "daily_risk", "home": "strain", "daily_life": "unsure"},
        [("withdrawal", "daily_risk")], [("home", "strain")], ["daily_life"], ["no-sudden-stop"],
    ),
    "more": (
        {"mind": "severe", "daily_life": "basics", "suicide": "thoughts", "use": "opioids", "help": "mental"},
        [("mind", "severe"), ("daily_life", "basics")], [("suicide", "thoughts")], [],
        ["thoughts", "naloxone", "opioid-medicine", "mental"],
    ),
    "talk": (
        {"suicide": "unsure", "health": "needs_care", "use": "nothing", "help": "mental+eating"},
        [], [("health", "needs_care")], ["suicide"], ["eating", "mental"],
    ),
    "step_down": (
        {"step_down": "leaving", "home": "strain", "age": "under18"},
        [("step_down", "leaving")], [("home", "strain")], [], ["no-sudden-stop", "youth"],
    ),
    "iop": (
        {"tried": "higher_returned", "mind": "a_lot", "daily_life": "slipping", "use_risk": "keeps", "practical": "maybe"},
        [("tried", "higher_returned"), ("mind", "a_lot"), ("use_risk", "keeps"), ("daily_life", "slipping")],
        [], [], ["no-sudden-stop", "practical"],
    ),
    "outpatient": (
        {"mind": "some", "use": "nothing", "help": "habit+tobacco", "tried": "none"},
        [], [("mind", "some")], [], ["habit", "tobacco", "first-help"],
    ),
}  # fmt: skip
"""For each result: what is marked, what decided, what else counts, what is open, and the notes."""


@pytest.mark.parametrize("voice", ["me", "them"])
@pytest.mark.parametrize("outcome", PATHS)
def test_a_person_reaches_each_result_and_reads_why(browser: Browser, address: str, outcome: str, voice: str) -> None:
    changes, decided, others, left_open, notes = PATHS[outcome]
    plain = "Some answers are not known." if left_open else "None of your answers pointed to more."
    questions = [FORM.question(name) for name in left_open]
    expected = {
        "Why this result": [because(*reason, voice) for reason in decided] or [plain],
        "What else you marked": [because(*reason, voice) for reason in others],
        "What you left open, and why it matters": [f"{said(one.ask, voice)} {one.why}" for one in questions],
    }
    titles = {note.id: note.title for note in FORM.notes}
    family = ["family"] if voice == "them" and outcome != "emergency" else []
    with check(browser, address, viewport={"width": 390, "height": 800}) as page:
        walk(page, who=voice, **changes)
        assert page.locator(".ig-result:visible h3").all_inner_texts() == [FORM.outcomes[outcome].title]
        assert page.evaluate("document.activeElement.innerText") == FORM.outcomes[outcome].title
        assert why(page) == {heading: rows for heading, rows in expected.items() if rows}
        shown = page.locator(".ig-result:visible .admonition-title").all_inner_texts()
        order = [note.id for note in FORM.notes if note.id in (*notes, *family)]
        assert shown == [titles[note] for note in order]
        assert page.locator(f".ig-{'them' if voice == 'me' else 'me'}:visible").count() == 0
        assert "not a diagnosis" in seen(page)


def test_people_with_one_result_and_other_answers_read_other_reasons(browser: Browser, address: str) -> None:
    chance = random.Random(5)
    read: dict[str, dict[tuple[str, ...], Mapping[str, frozenset[str]]]] = {}
    for _ in range(4_000):
        person = random_answers(chance) | {"who": frozenset({"me"}), "age": frozenset({"adult"})}
        given = rules.asked(FORM, person)
        verdict = rules.evaluate(FORM, person)
        told = [(question, answer) for question, answers in given.items() for answer in sorted(answers)]
        if verdict.outcome == "emergency":
            told = list(verdict.reasons)
        reasons = tuple(because(*one) for one in told if one in REASONED)
        read.setdefault(verdict.outcome, {})[reasons, verdict.skipped] = person  # type: ignore[index]
    pairs = 0
    with check(browser, address) as page:
        for outcome, people in read.items():
            texts = []
            for person in list(people.values())[:4]:
                page.evaluate("document.querySelector('[data-do=over]').click()")
                hurry(page, person)
                assert page.locator(f"#result-{outcome}").is_visible()
                texts.append(str(why(page)))
            assert len(set(texts)) == len(texts) == 4, outcome
            pairs += len(texts) * (len(texts) - 1) // 2
    assert pairs >= 20


REASONED = {
    (atom.question, answer)
    for rule in FORM.rules
    for atom in rules.atoms(rule.when)
    for answer in atom.answers
    if answer != UNSURE
} | {(question, answer) for question, answers in FORM.points.items() for answer in answers}
"""The answers that a rule or points read."""


# At once, without Continue


def called_at_once(level: str) -> list[tuple[str, str, str]]:
    """The question, answer and title of each note of that level that an answer calls for at once."""
    return [
        (atom.question or "", answer, note.title)
        for note in FORM.notes
        if note.at_once and note.level == level
        for atom in rules.atoms(note.when)
        for answer in atom.answers
    ]


EMERGENCIES = {
    (atom.question, answer)
    for rule in FORM.rules
    if rule.then == "emergency"
    for atom in rules.atoms(rule.when)
    for answer in atom.answers
}


def test_every_emergency_answer_interrupts_at_once(browser: Browser, address: str) -> None:
    assert {(question, answer) for question, answer, _ in called_at_once("emergency")} == EMERGENCIES
    with check(browser, address, viewport={"width": 390, "height": 800}) as page:
        for question, answer, title in called_at_once("emergency"):
            page.evaluate("document.querySelector('[data-do=over]').click()")
            walk_to(page, question)
            box(page, question, answer).check()
            card = page.locator(f'label:has([value="{answer}"]) + .emergency')
            assert card.locator(".admonition-title").inner_text() == title
            assert card.get_attribute("role") == "alert"
            assert "tel:911" in [link.get_attribute("href") for link in card.locator(".ig-call:visible").all()]
            assert page.evaluate("document.activeElement.value") == answer, "the interrupt took the focus"
            assert buttons(page) == ["Show what to do now", "Keep going", "Back"]
            press(page, "Show what to do now")
            assert seen(page, ".ig-result.ig-now h3") == FORM.outcomes["emergency"].title
            assert "IOP" not in seen(page)
            assert page.locator(".ig-result:visible .ig-call:visible").all_inner_texts() == [
                "Call 911", "Call 988", "Text 988",
            ]  # fmt: skip


def walk_to(page: Page, question: str, **changes: str) -> None:
    """To a question at one stroke."""
    while asked(page) != question:
        name = str(asked(page))
        values = (MILD | changes)[name].split("+")
        page.evaluate(
            """([name, values]) => { for (const value of values)
            document.querySelector(`[name=${name}][value=${value}]:not(:checked)`)?.click();
            document.querySelector('[data-do=next]').click(); }""",
            [name, values],
        )


def buttons(page: Page) -> list[str]:
    return page.locator("#ig-asks .ig-button:visible").all_inner_texts()


def test_an_emergency_stays_one_and_a_mistake_can_be_taken_back(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk(page, until="safety_now", body_now="overdose")
        assert buttons(page) == ["Continue", "Back"]
        walk(page, help="medicine+eating+mental+tobacco", tried="outpatient_not_enough")
        assert page.locator("#result-emergency").is_visible()
        assert "IOP" not in seen(page)
        page.get_by_text("Your answers", exact=True).click()
        page.get_by_role("button", name="Change: Has any of this happened to you").click()
        assert page.locator("fieldset:visible .emergency").count() == 1
        box(page, "body_now", "overdose").uncheck()
        assert page.locator("fieldset:visible .emergency").count() == 0
        box(page, "body_now", "none").check()
        press(page, "Continue")
        assert page.locator("#result-iop").is_visible()


def test_cautions_show_below_the_answer_and_go_with_it(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        order = [one.id for one in FORM.questions]
        for question, answer, title in sorted(called_at_once("urgent"), key=lambda one: order.index(one[0])):
            walk_to(page, question)
            box(page, question, answer).check()
            below = page.locator(f'label:has([value="{answer}"]) ~ .admonition:visible .admonition-title')
            assert title in below.all_inner_texts()
            calm = FORM.question(question).answers[0].id
            box(page, question, "none" if question == "safety_now" else calm).check()
            assert page.locator("fieldset:visible .admonition").count() == 0


def test_arrow_keys_go_through_all_answers_of_a_dangerous_question(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk_to(page, "suicide")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        reached = []
        for _ in FORM.question("suicide").answers:
            reached.append(page.evaluate("document.activeElement.value"))
            page.keyboard.press("ArrowDown")
        assert reached == [one.id for one in FORM.question("suicide").answers]
        assert page.evaluate("document.activeElement.value") == UNSURE


# Going back and forth


def test_an_earlier_answer_that_changes_takes_later_questions_and_their_answers_away(
    browser: Browser, address: str
) -> None:
    with check(browser, address) as page:
        walk(page, withdrawal="daily_risk", use_risk="danger")
        assert page.locator("#result-medical").is_visible()
        change(page, "help", "substances", "mental")
        assert page.locator("#result-medical").is_visible()
        change(page, "use", "alcohol", "nothing")
        assert page.locator("#result-outpatient").is_visible()
        assert page.locator('[name="withdrawal"]:checked, [name="use_risk"]:checked').count() == 0
        assert not re.search("stop or cut down", seen(page))
        change(page, "use", "nothing", "alcohol")
        assert asked(page) == "withdrawal"


def change(page: Page, question: str, old: str, new: str) -> None:
    page.get_by_text("Your answers", exact=True).click()
    page.get_by_role("button", name=f"Change: {FORM.question(question).ask.me}").click()
    assert asked(page) == question
    box(page, question, old).uncheck()
    box(page, question, new).check()
    press(page, "Continue")


def test_answers_about_oneself_are_not_kept_for_someone_else(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk(page, until="help")
        page.get_by_text("Your answers", exact=True).click()
        page.get_by_role("button", name="Change: Who is this for?").click()
        box(page, "who", "them").check()
        press(page, "Continue")
        assert asked(page) == "body_now"
        assert page.locator("input:checked").evaluate_all("all => all.map(one => one.value)") == ["them", "adult"]


def test_a_reader_is_told_that_answers_about_another_person_were_cleared(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        press(page, "See it as one page")
        said = page.locator("#ig-said[role=status]")
        for question, answer, told in (
            ("age", "adult", ""), ("who", "them", ""), ("mind", "some", ""), ("who", "me", ABOUT_ANOTHER),
        ):  # fmt: skip
            box(page, question, answer).check()
            assert said.inner_text() == told
        assert page.locator("input:checked").evaluate_all("all => all.map(one => one.value)") == ["me", "adult"]
        press(page, "See one question at a time")
        assert said.inner_text() == ""


ABOUT_ANOTHER = "Your answers were cleared, except for the age, because they were about another person."


def test_back_goes_one_question_back_and_keeps_the_answer(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk(page, until="suicide", safety_now="others")
        press(page, "Back")
        assert asked(page) == "safety_now"
        assert box(page, "safety_now", "others").is_checked()
        assert page.locator("fieldset:visible .emergency").count() == 1
        page.locator("[data-do=next]").click()
        assert asked(page) == "suicide"


def test_none_of_these_stands_alone(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk_to(page, "body_now")
        checked = page.locator("fieldset:visible :checked")
        for answer, expected in (
            ("overdose", ["overdose"]), ("medical", ["overdose", "medical"]), ("none", ["none"]), (UNSURE, [UNSURE]),
            ("confusion", ["confusion"]),
        ):  # fmt: skip
            box(page, "body_now", answer).check()
            assert checked.evaluate_all("all => all.map(one => one.value)") == expected


def test_a_question_without_answer_says_so_and_forgives(browser: Browser, address: str) -> None:
    error = "Please mark an answer."
    with check(browser, address, viewport={"width": 390, "height": 800}) as page:
        press(page, "Continue")
        assert page.locator("#ig-error").inner_text().strip() == error
        walk_to(page, "body_now")
        assert page.locator("#ig-error").is_hidden()
        press(page, "Continue")
        assert page.locator("#ig-error").inner_text() == f"{error} “{FORM.unsure.me}” is fine too."
        assert page.locator("#ig-error").bounding_box()["y"] >= bar_bottom(page)  # type: ignore[index]
        field = page.locator("fieldset:visible")
        assert field.get_attribute("aria-describedby") == "ig-error"
        assert field.locator("#ig-error + label input").evaluate("one => one === document.activeElement")
        box(page, "body_now", "none").check()
        assert page.locator("#ig-error").is_hidden()
        assert field.get_attribute("aria-describedby") is None


def test_one_page_shows_all_and_gives_the_same_result(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk(page, until="help", suicide="wish")
        assert page.locator(".ig-contents").is_hidden()
        press(page, "See it as one page")
        assert page.locator(".ig-contents").is_visible()
        assert page.locator("fieldset:visible").count() == 2 + len(FORM.questions)
        assert page.locator(".ig-result:visible").count() == len(FORM.outcomes)
        assert page.locator("h2", has_text="Find your result").is_visible()
        for question in [one.id for one in FORM.questions][4:]:
            box(page, question, MILD[question]).check()
        press(page, "Show my result")
        assert page.locator(".ig-result:visible h3").all_inner_texts() == [FORM.outcomes["talk"].title]
        press(page, "See it as one page")
        assert page.locator(".ig-because > *").count() == 0
        press(page, "See one question at a time")
        assert asked(page) == "help"


def want_other_help_on_one_page(page: Page) -> None:
    """Answers after which neither withdrawal nor use_risk is asked."""
    press(page, "See it as one page")
    box(page, "help", "substances").uncheck()
    box(page, "help", "eating").check()
    box(page, "use", "nothing").check()
    press(page, "See one question at a time")


def test_one_page_may_take_away_the_question_it_was_opened_at(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        walk(page, until="withdrawal")
        want_other_help_on_one_page(page)
        assert (asked(page), seen(page, "#ig-progress")) == ("health", f"Question 9 of {len(FORM.questions)}")
        press(page, "Back")
        assert asked(page) == "use"


def test_one_page_that_leaves_no_question_open_leads_to_the_result(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        hurry(page, use_risk="danger")
        page.get_by_text("Your answers", exact=True).click()
        page.get_by_role("button", name=f"Change: {FORM.question('use_risk').ask.me}").click()
        want_other_help_on_one_page(page)
        assert page.locator(".ig-result:visible h3").all_inner_texts() == [FORM.outcomes["outpatient"].title]


# Private


def test_a_full_run_leaves_no_trace(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        page.wait_for_load_state("networkidle")
        length = page.evaluate("history.length")
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        walk(page, help="substances+mental", **IOP)
        page.locator(".ig-result:visible .footnote-ref").first.click()
        page.locator(".footnote-backref:visible").first.click()
        press(page, "Tick all")
        press(page, "See it as one page")
        page.get_by_role("link", name="What each result means").click()
        assert page.url == f"{address}/is-iop-right-for-me/"
        assert page.evaluate("history.length") == length
        assert requests == []
        assert page.evaluate(
            "async () => [document.cookie, localStorage.length, sessionStorage.length, window.name, history.state,"
            " (await indexedDB.databases()).length]"
        ) == ["", 0, 0, "", None, 0]
        assert page.context.cookies() == []


def test_every_way_back_from_a_source_leads_to_where_it_was_cited(browser: Browser, address: str) -> None:
    focused = "() => document.activeElement.className"
    with check(browser, address) as page:
        hurry(page, **IOP)
        page.locator(".ig-result:visible .footnote-ref").first.click()
        for _ in range(2):
            page.locator(".footnote-backref:visible").first.click()
            assert page.evaluate(focused) == "footnote-ref"


def test_the_page_may_send_nothing_anywhere(browser: Browser, address: str) -> None:
    with visit(browser, f"{address}/is-iop-right-for-me/") as (page, noise):
        policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content") or ""
        assert re.sub("'sha256-[^']+'", "'sha256'", policy) == (
            "default-src 'none'; style-src 'sha256'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
            "script-src 'self'; connect-src 'none'"
        )
        assert page.evaluate("fetch('/').then(() => 'sent', () => 'refused')") == "refused"
        assert page.evaluate("navigator.sendBeacon('/', 'x')") is False or len(noise) > 1
        assert page.locator("[autocomplete=off]").count() == page.locator("input").count()


def by_link(page: Page) -> None:
    page.evaluate("document.querySelector('.ig-leave').click()")


def by_first_tab(page: Page) -> None:
    page.evaluate("document.querySelector('.ig-skip').focus()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Leave this page fast"
    page.keyboard.press("Enter")


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [by_link, by_first_tab, by_shift])
def test_the_exit_clears_at_once_even_if_the_next_page_does_not_come(
    browser: Browser, address: str, leave: Callable[[Page], None]
) -> None:
    with check(browser, address, WEATHER) as page:
        page.context.route(WEATHER, lambda route: route.fulfill(status=204))
        hurry(page, suicide="plan")
        leave(page)
        page.wait_for_selector("html[hidden]", state="attached")
        assert (page.title(), page.locator("body").is_visible(), page.locator("input:checked").count()) == (
            "",
            False,
            0,
        )


@pytest.mark.parametrize("leave", [by_link, by_first_tab, by_shift])
def test_the_exit_leaves_even_if_clearing_fails(browser: Browser, address: str, leave: Callable[[Page], None]) -> None:
    with visit(browser, f"{address}/is-iop-right-for-me/") as (page, noise):
        page.context.route(WEATHER, lambda route: route.fulfill(body="Sunny"))
        hurry(page, suicide="plan")
        page.evaluate("document.querySelector('#ig-answered').remove()")
        leave(page)
        page.wait_for_url(WEATHER)
        assert [line.split(":")[0] for line in noise] == ["error", "request"]


def test_after_the_exit_back_does_not_return(browser: Browser, address: str) -> None:
    with check(browser, address, WEATHER) as page:
        page.context.route(WEATHER, lambda route: route.fulfill(body="Sunny"))
        page.goto(f"{address}/")
        page.goto(f"{address}/is-iop-right-for-me/")
        hurry(page, suicide="plan")
        by_link(page)
        page.wait_for_url(WEATHER)
        page.go_back()
        assert page.url == f"{address}/"
        page.go_forward()
        assert page.url == WEATHER


def test_typing_shift_now_and_then_does_not_leave(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        page.clock.install()
        for key in ("Shift", "Shift", "Tab", "Shift"):
            page.keyboard.press(key)
        assert untouched(page)
        assert page.evaluate("document.documentElement.hidden") is False


def test_nothing_is_left_after_reload_or_start_over(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        hurry(page, **IOP)
        page.reload()
        assert untouched(page)
        hurry(page, **IOP)
        press(page, "Tick all")
        press(page, "Start over")
        assert untouched(page)
        assert page.evaluate("document.activeElement.innerText") == "Who is this for?"


def test_nothing_is_left_when_the_browser_brings_the_page_back_from_its_memory(browser: Browser, address: str) -> None:
    kept = browser.browser_type.launch(
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=["--no-sandbox", "--disable-gpu"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    with check(kept, address) as page:
        hurry(page, **IOP)
        page.evaluate("window.before = true")
        page.goto(f"{address}/")
        page.go_back(wait_until="commit")
        assert page.evaluate("window.before"), "the page was loaded anew, so this test shows nothing"
        assert untouched(page)
    kept.close()


def test_idle_answers_are_cleared_after_a_notice(browser: Browser, address: str) -> None:
    notice = ".ig-idle"
    with check(browser, address) as page:
        page.clock.install()
        page.reload()
        page.clock.run_for("40:00")
        assert page.locator(notice).is_hidden(), "there is nothing to clear yet"
        walk(page, until="suicide")
        page.clock.run_for("17:50")
        assert page.locator(notice).is_hidden()
        page.clock.run_for("00:20")
        assert page.locator(f"{notice} p").first.inner_text() == "Are you still there?"
        press(page, "Keep my answers")
        assert (asked(page), page.locator(notice).is_visible()) == ("suicide", False)
        page.clock.run_for("18:10")
        assert page.locator(notice).is_visible()
        page.keyboard.press("Tab")
        page.clock.run_for("02:00")
        assert untouched(page)
        assert page.locator(notice).is_hidden()
        assert page.locator("[role=status]:visible").all_inner_texts() == [
            f"Question 1 of {2 + len(FORM.questions)}", "Your answers were cleared, because nothing was tapped for 20 minutes.",
        ]  # fmt: skip


def test_answers_do_not_outlast_the_sleep_of_the_device(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        page.clock.install()
        page.reload()
        hurry(page, **IOP)
        page.clock.fast_forward("03:00:00")
        assert untouched(page)


# On paper


@pytest.mark.parametrize("knows_has", [True, False])
def test_only_what_is_ticked_is_printed(browser: Browser, address: str, knows_has: bool) -> None:
    with check(browser, address) as page:
        assert knows_has or page.evaluate(FORGET_HAS) > 4
        hurry(page, suicide="wish", **IOP)
        page.emulate_media(media="print")
        blank = seen(page, "body")
        given = [because("suicide", "wish"), because("mind", "a_lot"), FORM.outcomes["iop"].title, "worry", "live?"]
        assert [text for text in given if text in blank] == []
        assert blank.startswith(FORM.sheet.title)
        assert [text for text in SHEET if text not in blank] == []
        assert [text for text in FORM.sheet.by_hand if text in blank] == []
        page.emulate_media(media="screen")
        rows = page.locator("#ig-sheet-mine li")
        for number in (0, 1, 2, 3, rows.count() - 2):
            rows.nth(number).locator("input").check()
        rows.nth(1).locator("input").uncheck()
        page.emulate_media(media="print")
        suicide, wanted, body, home = (FORM.question(name) for name in ("suicide", "help", "body_now", "home"))
        assert page.locator("#ig-sheet-mine li:visible, #ig-sheet-mine h3:visible").all_inner_texts() == [
            "Say this first", f"{suicide.ask.me} {suicide.answers[2].text.me}",
            wanted.ask.me, wanted.answers[0].text.me,
            "My answers", f"{body.ask.me} {body.answers[-1].text.me}",
            "To talk about", home.ask.me,
        ]  # fmt: skip
        assert page.locator("input:visible, button:visible").count() == 0
        page.emulate_media(media="screen")
        for number in (0, 2, 3, rows.count() - 2):
            rows.nth(number).locator("input").uncheck()
        page.emulate_media(media="print")
        assert seen(page, "body") == blank


def test_a_browser_that_does_not_know_has_speaks_of_the_right_person(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        page.evaluate(FORGET_HAS)
        hurry(page, who="them", **IOP)
        assert page.locator(".ig-me:visible").count() == 0
        page.emulate_media(media="print")
        assert FORM.sheet.say.them in seen(page, "body")
        assert FORM.sheet.say.me not in seen(page, "body")


@pytest.mark.parametrize("outcome", sorted(set(FORM.outcomes) - {"emergency"}))
def test_the_sheet_has_eight_questions_or_more_and_those_of_the_result_first(
    browser: Browser, address: str, outcome: str
) -> None:
    wanted = [text.me for text in FORM.outcomes[outcome].ask] + list(FORM.sheet.ask)
    with check(browser, address) as page:
        hurry(page, **PATHS[outcome][0])
        assert page.locator("#ig-sheet-ask li, #ig-sheet-ask + ul li").all_inner_texts() == wanted
        assert len(wanted) >= 8


def test_what_is_most_serious_is_said_first_on_the_sheet(browser: Browser, address: str) -> None:
    with check(browser, address) as page:
        hurry(page, use_risk="danger", withdrawal="sick", daily_life="slipping")
        parts = page.locator(".ig-sheet__part").all()
        titles = [part.locator("h3").inner_text() for part in parts]
        first = [FORM.question(name).ask.me for name in ("withdrawal", "use_risk")]
        assert titles == [
            "Say this first",
            "What do you want help with?",
            "My answers",
            "What the questions pointed to",
        ]
        assert parts[0].locator("b").all_inner_texts() == first
        assert not set(first) & set(parts[2].locator("b").all_inner_texts())


def test_the_sheet_is_black_on_white(browser: Browser, address: str) -> None:
    with check(browser, address, color_scheme="dark") as page:
        hurry(page, suicide="wish", **IOP)
        press(page, "Tick all")
        page.emulate_media(media="print")
        colors = page.locator(".ig-sheet, .ig-sheet :visible").evaluate_all(
            "all => [...new Set(all.flatMap(one => { const style = getComputedStyle(one);"
            " return [style.color, style.backgroundColor, style.borderBottomColor]; }))]"
        )
        assert set(colors) <= {"rgb(0, 0, 0)", "rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}


def test_without_javascript_the_sheet_stands_on_pages_of_its_own(browser: Browser, address: str) -> None:
    with check(browser, address, java_script_enabled=False) as page:
        page.emulate_media(media="print")
        assert page.locator(".ig-sheet").evaluate("one => [getComputedStyle(one).breakBefore, getComputedStyle(one).breakAfter]") == [
            "page", "page",
        ]  # fmt: skip
        page.evaluate(ONLY_THE_SHEET)
        assert sheets(page) <= 2


def test_the_sheet_fits_two_pages_even_if_all_is_ticked(browser: Browser, address: str) -> None:
    long = {name: "thoughts" if name == "suicide" else "unsure" for name in ("suicide", "home", "daily_life")}
    with check(browser, address) as page:
        for changes in (
            {"who": "them", "help": "substances+mental+habit", "use": "alcohol+sedatives+products", **long},
            {"mind": "severe", "suicide": "thoughts", "attempt": "self_injury", "withdrawal": "daily_risk"},
            {"mind": "severe", "daily_life": "basics", "use_risk": "danger", "tried": "iop_not_enough", "home": "unsafe"},
            longest("me"),
            longest("them"),
        ):  # fmt: skip
            page.evaluate("document.querySelector('[data-do=over]').click()")
            hurry(page, **changes)
            press(page, "Tick all")
            assert sheets(page) <= 2


def longest(voice: str) -> dict[str, str]:
    """Everything that is wanted and used, and elsewhere the longest answer that is no emergency."""
    person = {"who": voice}
    for question in FORM.questions:
        calm = [one for one in question.answers if (question.id, one.id) not in EMERGENCIES and one.id != "nothing"]
        by_length = sorted(calm, key=lambda one: -len(said(one.text, voice)))
        person[question.id] = "+".join(one.id for one in by_length[: len(calm) if question.kind == "many" else 1])
    return person


def sheets(page: Page) -> int:
    """Pages of paper that printing would take, with the margins that browsers leave."""
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "0.4in")
    return max(
        len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=size, margin=margin)))  # type: ignore[arg-type]
        for size in ("Letter", "A4")
    )


@pytest.mark.parametrize("knows_has", [True, False])
def test_an_emergency_prints_what_to_do_and_not_why(browser: Browser, address: str, knows_has: bool) -> None:
    with check(browser, address) as page:
        assert knows_has or page.evaluate(FORGET_HAS) > 4
        walk_to(page, "suicide")
        box(page, "suicide", "plan").check()
        page.emulate_media(media="print")
        assert seen(page, "body").startswith(f"{FORM.sheet.title} What to say")
        assert "In the past month" not in seen(page, "body")
        page.emulate_media(media="screen")
        press(page, "Show what to do now")
        page.emulate_media(media="print")
        text = seen(page, "body")
        assert (sheets(page), because("suicide", "plan") in text) == (1, False)
        assert ["Call 911" in text, "Call 988" in text, FORM.outcomes["emergency"].ask[0].me in text] == [True] * 3


# For every eye and hand


def at_start(page: Page) -> None:
    assert asked(page) == "who"


def at_caution(page: Page) -> None:
    walk_to(page, "suicide")
    box(page, "suicide", "wish").check()


def at_interrupt(page: Page) -> None:
    walk_to(page, "safety_now")
    box(page, "safety_now", "choked").check()


def at_error(page: Page) -> None:
    walk_to(page, "body_now")
    press(page, "Continue")


def at_notice(page: Page) -> None:
    walk_to(page, "mind")
    page.clock.run_for("18:10")
    assert page.locator(".ig-idle").is_visible()


def at_result(page: Page) -> None:
    hurry(page, suicide="wish", help="substances+mental+eating", **IOP)
    page.get_by_text("Your answers", exact=True).click()


def at_emergency(page: Page) -> None:
    hurry(page, who="them", suicide="plan", body_now="overdose")


def at_one_page(page: Page) -> None:
    hurry(page, **IOP)
    press(page, "See it as one page")


STATES = [at_start, at_caution, at_interrupt, at_error, at_notice, at_result, at_emergency, at_one_page]


def states(page: Page) -> Iterator[str]:
    """The page in each of its states, one after the other."""
    page.clock.install()
    for state in STATES:
        page.reload()
        state(page)
        yield state.__name__


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_state_has_an_axe_violation(browser: Browser, address: str, width: int, scheme: Any) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
    with check(browser, address, **options) as page:
        found = {name: violations(page) for name in states(page)}
    assert {name: rows for name, rows in found.items() if rows} == {}


@pytest.mark.parametrize("height", [640, 256])
def test_every_state_fits_a_narrow_screen_and_is_still(browser: Browser, address: str, height: int) -> None:
    options = {"viewport": {"width": 320, "height": height}, "reduced_motion": "reduce"}
    with check(browser, address, **options) as page:
        for name in states(page):
            assert page.evaluate(OVERFLOW) <= 0, name
            assert page.evaluate("document.getAnimations().length") == 0, name
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto", name
            assert not small_targets(page), name


def small_targets(page: Page) -> list[str]:
    """What is to be tapped in the questionnaire, outside of sentences, and is smaller than 44 px."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('#ig-check :is(button, summary, label, .ig-leave, .ig-call)')]
        .filter(one => one.getClientRects().length)
        .filter(one => { const box = one.getBoundingClientRect(); return box.height < 44 || box.width < 44; })
        .map(one => one.outerHTML.slice(0, 80))"""
    )
    return found


def bar_bottom(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.ig-bar').getBoundingClientRect().bottom"))


@pytest.mark.parametrize(("width", "height"), [(390, 800), (320, 256)])
def test_the_question_stands_at_the_top_of_the_view(browser: Browser, address: str, width: int, height: int) -> None:
    with check(browser, address, viewport={"width": width, "height": height}) as page:
        walk(page, until="suicide")
        top = page.locator("fieldset:visible h3").evaluate("title => title.getBoundingClientRect().top")
        assert bar_bottom(page) <= top <= bar_bottom(page) + 40
        assert page.locator("fieldset:visible h3").evaluate("title => title === document.activeElement")
        page.locator("fieldset:visible h3").click()
        hurry(page)
        top = page.locator(".ig-result:visible h3").evaluate("title => title.getBoundingClientRect().top")
        assert bar_bottom(page) <= top <= bar_bottom(page) + 40


def test_keyboard_alone_leads_to_a_result_and_the_bar_hides_nothing(browser: Browser, address: str) -> None:
    person = MILD | {"suicide": "thoughts", "help": "substances+mental", "mind": "a_lot"}
    with check(browser, address, viewport={"width": 390, "height": 640}) as page:
        page.evaluate("document.querySelector('.ig-leave').focus()")
        while (question := asked(page)) is not None:
            for answer in person[question].split("+"):
                tab_to(page, "one => one.name", question)
                if page.evaluate("document.activeElement.type") == "checkbox":
                    tab_to(page, "one => one.value", answer)
                    page.keyboard.press("Space")
                    continue
                page.keyboard.press("Space")
                while page.evaluate("document.activeElement.value") != answer:
                    page.keyboard.press("ArrowDown")
            tab_to(page, "one => one.innerText", "Continue")
            page.keyboard.press("Enter")
        assert page.locator("#result-talk").is_visible()
        assert page.evaluate("document.activeElement.innerText") == FORM.outcomes["talk"].title


def tab_to(page: Page, read: str, wanted: str) -> None:
    """Presses Tab until the focus is there; wherever it goes, it can be seen and is not covered."""
    for _ in range(25):
        if page.evaluate(f"({read})(document.activeElement)") == wanted:
            return
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
            return getComputedStyle(one).outlineStyle !== 'none' && (one.contains(top) || top?.contains(one)); }"""
        ), page.evaluate("document.activeElement.outerHTML.slice(0, 100)")
    raise AssertionError(f"'{wanted}' was not reached")


def test_forced_colors_show_what_is_marked(browser: Browser, address: str) -> None:
    border = "one => [getComputedStyle(one).borderTopColor, getComputedStyle(one).borderTopWidth]"
    with check(browser, address, forced_colors="active") as page:
        walk_to(page, "mind")
        box(page, "mind", "some").check()
        page.mouse.move(0, 0)
        marked = page.locator("fieldset:visible label:has(:checked)").evaluate(border)
        others = page.locator("fieldset:visible label:not(:has(:checked))").evaluate_all(f"all => all.map({border})")
        assert all(one[0] != marked[0] and one[1] != marked[1] for one in others)


def test_the_page_and_its_scripts_are_small(site: Path) -> None:
    scripts = [site / "assets" / name for name in SCRIPTS]
    assert sum(len(brotli.compress(file.read_bytes())) for file in scripts) <= 16 * 1024

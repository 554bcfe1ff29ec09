// @ts-check
// Shows the questionnaire one question at a time. The page is complete without it. Answers live in the page's own
// fields and nowhere else; they are cleared on leaving, on coming back, on starting over and after 20 idle minutes.

import {
  SETUP, answerWords, answers, byId, clear, clearRivals, field, inputs, make, makeButton, marked, questions, reasons, root, title, told,
  voice, whyAsked, words,
} from "./check-answers.mjs";
import { closeNotice, keepPrivate, turnTo } from "./check-leaving.mjs";
import { UNSURE, asked, evaluate, holds } from "./engine.mjs";

/** @typedef {import("./engine.mjs").Verdict} Verdict
 * @typedef {"question" | "result" | "emergency" | "paper"} State */

const CLASSES = {
  question: "ig-live ig-live--question",
  result: "ig-live ig-live--result",
  emergency: "ig-live ig-live--emergency",
  paper: "ig-whole",
};

/** @type {import("./engine.mjs").Table} */
const table = JSON.parse(byId("ig-table").textContent ?? "");
const homes = new Map([...all(".ig-notes .admonition")].map((note) => [note, note.nextSibling]));
const progress = byId("ig-progress");

let current = SETUP[0];
let spoken = voice();
let state = /** @type {State} */ ("question");

/** @param {string} selector @returns {NodeListOf<HTMLElement>} */
function all(selector) {
  return root.querySelectorAll(selector);
}

/** @param {string} name @returns {HTMLButtonElement} */
function button(name) {
  return /** @type {HTMLButtonElement} */ (root.querySelector(`[data-do="${name}"]`));
}

// One thing at a time

/** The questions this person is asked, in order. */
function steps() {
  return [...SETUP, ...Object.keys(asked(table, answers()))];
}

/** Clears answers to questions that are no longer asked. */
function forget() {
  const kept = steps();
  clear(questions().filter((name) => !kept.includes(name)));
}

/** @param {State} next @param {HTMLElement} [now] the one question or result to show */
function show(next, now) {
  blame(false);
  state = next;
  root.className = `ig-check ${CLASSES[next]}`;
  for (const one of all(".ig-ask, .ig-result")) one.classList.toggle("ig-now", one === now);
  for (const note of homes.keys()) bringHome(note);
  for (const old of all(".ig-because, #ig-sheet-mine, #ig-sheet-ask, .ig-said, .ig-progress")) old.replaceChildren();
  const whole = next === "paper";
  button("result").textContent = whole ? "Show my result" : "Show what to do now";
  button("result").hidden = !whole;
  button("next").hidden = button("back").hidden = whole;
  button("paper").textContent = whole ? "See one question at a time" : "See it as one page";
}

/** @param {string} name @param {boolean} [focus] */
function ask(name, focus = true) {
  show("question", field(name));
  current = name;
  const names = steps();
  const place = names.indexOf(name);
  progress.textContent = `Question ${place + 1} of ${names.length}`;
  progress.style.setProperty("--ig-part", `${(100 * place) / names.length}%`);
  button("back").hidden = place === 0;
  list(names.slice(0, place), byId("ig-asks"));
  warn();
  if (focus) turnTo(title(name));
}

/** The answered questions, each with a way back. @param {string[]} names @param {HTMLElement} place */
function list(names, place) {
  const rows = names.filter((name) => marked(name).length).map((name) => {
    const change = makeButton("change", "Change", "ig-quiet");
    change.value = name;
    change.setAttribute("aria-label", `Change: ${words(title(name))}`);
    return make("li", "", ...told(name), " ", change);
  });
  const fold = /** @type {HTMLDetailsElement} */ (byId("ig-answered"));
  fold.querySelector("ol")?.replaceChildren(...rows);
  fold.hidden = !rows.length;
  fold.open = false;
  place.append(fold);
}

function next() {
  if (!marked(current).length) {
    blame(true);
    return;
  }
  forget();
  const open = steps().find((name) => !marked(name).length);
  if (open) ask(open);
  else result();
}

/** Says at the current question that an answer is missing, or takes that back. @param {boolean} missing */
function blame(missing) {
  const error = byId("ig-error");
  error.hidden = !missing;
  field(current).removeAttribute("aria-describedby");
  if (!missing) return;
  const [first] = inputs(current);
  const unsure = inputs(current).find((input) => input.value === UNSURE);
  error.querySelector("span")?.replaceChildren(unsure ? `“${answerWords(unsure)}” is fine too.` : "");
  field(current).setAttribute("aria-describedby", error.id);
  first.closest("label")?.before(error);
  error.scrollIntoView();
  first.focus({ preventScroll: true });
}

function paper() {
  if (state === "paper") {
    ask(current);
    return;
  }
  show("paper");
  list([], byId("ig-asks"));
  turnTo(/** @type {HTMLElement} */ (root.querySelector("h2")));
}

/** @param {boolean} [focus] */
function over(focus = true) {
  clear(questions());
  spoken = voice();
  closeNotice();
  ask(SETUP[0], focus);
}

// Notes: at once below the answer that calls for them, and with the result

/** @param {HTMLElement} note */
function bringHome(note) {
  byId("ig-notes").insertBefore(note, homes.get(note) ?? null);
  note.removeAttribute("role");
  delete note.dataset.cause;
}

/** Shows at once what the answers to the current question call for. */
function warn() {
  for (const { id, when, at_once } of table.notes) {
    const causes = at_once ? marked(current).filter((input) => holds(when, table, { [current]: [input.value] })) : [];
    const note = byId(`note-${id}`);
    const cause = causes.at(-1);
    if (!cause) bringHome(note);
    else if (note.dataset.cause !== cause.value) putBelow(note, cause);
  }
  const urgent = field(current).querySelector(".emergency") !== null;
  button("result").hidden = !urgent;
  button("next").textContent = urgent ? "Keep going" : "Continue";
  button("next").classList.toggle("ig-button--main", !urgent);
}

/** @param {HTMLElement} note @param {HTMLInputElement} cause */
function putBelow(note, cause) {
  let above = /** @type {Element} */ (cause.closest("label"));
  while (above.nextElementSibling?.matches(".admonition")) above = above.nextElementSibling;
  note.dataset.cause = cause.value;
  note.setAttribute("role", "alert");
  above.after(note);
}

// The result, and the first-call sheet of which only what the person ticks is printed

function result() {
  forget();
  const verdict = evaluate(table, answers());
  const emergency = verdict.outcome === "emergency";
  const section = byId(`result-${verdict.outcome}`);
  show(emergency ? "emergency" : "result", section);
  progress.textContent = "Result";
  explain(section, verdict);
  for (const { id, when } of table.notes) {
    const note = byId(`note-${id}`);
    const calm = note.classList.contains("note");
    const wanted = emergency ? !calm && holds(when, table, answers()) : verdict.notes.includes(id);
    if (wanted) section.querySelector(".ig-notes-here")?.append(note);
  }
  list(steps(), section);
  if (!emergency) sheet(section, verdict);
  turnTo(/** @type {HTMLElement} */ (section.querySelector("h3")));
}

/** Whether a rule or points read an answer; a skip is told apart. @param {HTMLInputElement} input */
function counts({ name, value }) {
  const reads = (/** @type {import("./engine.mjs").Condition} */ when) =>
    [...(when.all ?? []), ...(when.any ?? [])].some(reads) || (when.question === name && when.answers?.includes(value)) || false;
  const pointed = table.questions.some((question) => question.id === name && value in (question.points ?? {}));
  return value !== UNSURE && (pointed || table.rules.some(({ when }) => reads(when)));
}

/** Why this result: the answers that decided, then the others. @param {HTMLElement} section @param {Verdict} verdict */
function explain(section, verdict) {
  const deciding = verdict.reasons.flatMap(([name, answer]) => inputs(name).filter((input) => input.value === answer));
  const others = steps().flatMap(marked).filter((input) => !deciding.includes(input));
  const open = verdict.skipped.map((name) => make("li", "", make("b", "", words(title(name))), ` ${whyAsked(name)}`));
  const plain = open.length ? "Some answers are not known." : "None of your answers pointed to more.";
  const decided = reasons(deciding.filter(counts));
  const lists = { "Why this result": rows(decided.length ? decided : [plain]) };
  const more = { "What else you marked": rows(reasons(others.filter(counts))), "What you left open, and why it matters": open };
  for (const [heading, items] of Object.entries(state === "emergency" ? lists : { ...lists, ...more })) {
    if (!items.length) continue;
    section.querySelector(".ig-because")?.append(make("p", "", make("b", "", heading)), make("ul", "", ...items));
  }
}

/** @param {string[]} texts */
function rows(texts) {
  return texts.map((text) => make("li", "", text));
}

/** @param {HTMLElement} section @param {Verdict} verdict */
function sheet(section, verdict) {
  const given = steps().filter((name) => !SETUP.includes(name) && !verdict.skipped.includes(name));
  const safety = table.questions.filter(({ group }) => group === "safety").map(({ id }) => id);
  const first = given.filter((name) => safety.includes(name) && marked(name).some(counts));
  const because = [...(section.querySelector(".ig-because ul")?.children ?? [])].map((item) => words(item).replace(/\.?$/, "."));
  const heading = words(section.querySelector("h3"));
  byId("ig-sheet-mine").append(
    make("p", "ig-sheet__hint", "Tick what may be shared. Only that is printed. ", makeButton("tick", "Tick all", "ig-quiet")),
    ...ticks("Say this first", first.map(told)),
    ...ticks("My answers", given.filter((name) => !first.includes(name)).map(told)),
    ...ticks("To talk about", verdict.skipped.map((name) => [words(title(name))])),
    ...ticks("What the questions pointed to", [[`${heading}. It is not a diagnosis. Why: ${because.join(" ")}`]]),
  );
  const toAsk = [...section.querySelectorAll(".ig-to-ask li")].map(words);
  byId("ig-sheet-ask").append(make("h3", "", "What to ask"), make("ul", "", ...rows(toAsk)));
}

/** @param {string} heading @param {(Node | string)[][]} texts */
function ticks(heading, texts) {
  const items = texts.map((text) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.autocomplete = "off";
    return make("li", "", make("label", "", box, ...text));
  });
  return items.length ? [make("div", "ig-sheet__part", make("h3", "", heading), make("ul", "", ...items))] : [];
}

// What the person does

/** @type {Record<string, (value: string) => void>} */
const deeds = {
  next,
  result,
  paper,
  over: () => over(),
  change: (name) => ask(name),
  back: () => ask(steps()[steps().indexOf(current) - 1]),
  print: () => window.print(),
  tick: () => byId("ig-sheet-mine").querySelectorAll("input").forEach((box) => (box.checked = true)),
  stay: closeNotice,
};

root.addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target).closest("button");
  if (pressed?.dataset.do) deeds[pressed.dataset.do](pressed.value);
});

root.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const name = input.closest("fieldset")?.dataset.question;
  if (!name) return;
  if (input.type === "checkbox" && input.checked) clearRivals(name, input);
  // Answers given about oneself are not answers about another person.
  if (voice() !== spoken) clear(questions().filter((other) => !SETUP.includes(other)));
  spoken = voice();
  if (state !== "question") return;
  blame(false);
  warn();
});

for (const element of all(".ig-by-script")) element.hidden = false;
// A word explained in the glossary would lead away from the page, and so clear the answers.
for (const word of all("a.term")) word.replaceWith(...word.childNodes);
// A browser that brings marks back after a reload brings none of these.
for (const name of questions()) for (const input of inputs(name)) input.autocomplete = "off";
keepPrivate(over);
over(false);

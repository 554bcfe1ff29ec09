// @ts-check
// Shows the questionnaire one question at a time. The page is complete without it. Answers live in the page's own
// fields and nowhere else; they are cleared on leaving, on coming back, on starting over and after 20 idle minutes.

import {
  SETUP, answerWords, answers, byId, clear, clearRivals, counts, field, inputs, make, makeButton, marked, questions, reasons, root,
  rows, title, told, voice, whyAsked, words,
} from "./check-answers.mjs";
import { closeNotice, keepPrivate, turnTo } from "./check-leaving.mjs";
import { fillSheet, tick, tickAll } from "./check-sheet.mjs";
import { mark, table } from "./check-table.mjs";
import { UNSURE, asked, evaluate, holds } from "./engine.mjs";

/** @typedef {import("./engine.mjs").Verdict} Verdict
 * @typedef {"question" | "result" | "emergency" | "paper"} State */

const CLASSES = {
  question: "ig-body ig-live ig-live--question",
  result: "ig-body ig-live ig-live--result",
  emergency: "ig-body ig-live ig-live--emergency",
  paper: "ig-body",
};

// Rules that do not belong to these questions could miss an answer. The page is complete without them.
if (root.dataset.mark !== mark) throw new Error("Questions and rules are of different days. Reload the page.");

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
  document.body.className = CLASSES[next];
  dress();
  for (const one of all(".ig-ask, .ig-result")) one.classList.toggle("ig-now", one === now);
  for (const note of homes.keys()) bringHome(note);
  for (const old of all(".ig-because, #ig-sheet-mine, #ig-sheet-ask, .ig-said, .ig-progress")) old.replaceChildren();
  const whole = next === "paper";
  button("result").textContent = whole ? "Show my result" : "Show what to do now";
  button("result").hidden = !whole;
  button("next").hidden = button("back").hidden = whole;
  button("paper").textContent = whole ? "See one question at a time" : "See it as one page";
}

/** Tells the style sheet of whom the words speak. */
function dress() {
  document.body.classList.toggle("ig-of-them", voice() === "them");
}

/** Answers given about oneself are not answers about another person. */
function changeVoice() {
  const others = questions().filter((name) => !SETUP.includes(name));
  if (others.some((name) => marked(name).length)) {
    byId("ig-said").textContent = "Your answers were cleared, except for the age, because they were about another person.";
  }
  clear(others);
  spoken = voice();
  dress();
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
  const items = names.filter((name) => marked(name).length).map((name) => {
    const change = makeButton("change", "Change", "ig-quiet");
    change.value = name;
    change.setAttribute("aria-label", `Change: ${words(title(name))}`);
    return make("li", "", ...told(name), " ", change);
  });
  const fold = /** @type {HTMLDetailsElement} */ (byId("ig-answered"));
  fold.querySelector("ol")?.replaceChildren(...items);
  fold.hidden = !items.length;
  fold.open = false;
  place.append(fold);
}

function next() {
  if (marked(current).length) goOn();
  else blame(true);
}

/** To the first question that is still open, or to the result. */
function goOn() {
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
    // Answers given on the one page may have taken the question away.
    if (steps().includes(current)) ask(current);
    else goOn();
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

// The result

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
  if (!emergency) fillSheet(section, verdict, steps());
  turnTo(/** @type {HTMLElement} */ (section.querySelector("h3")));
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
  tick: tickAll,
  stay: closeNotice,
};

root.addEventListener("click", (event) => {
  const pressed = /** @type {HTMLElement} */ (event.target).closest("button");
  if (pressed?.dataset.do) deeds[pressed.dataset.do](pressed.value);
});

root.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const name = input.closest("fieldset")?.dataset.question;
  if (!name) {
    tick(input);
    return;
  }
  if (input.type === "checkbox" && input.checked) clearRivals(name, input);
  if (voice() !== spoken) changeVoice();
  if (state !== "question") return;
  blame(false);
  warn();
});

for (const element of all(".ig-by-script, .ig-no-script")) element.hidden = !element.hidden;
// A word explained in the glossary would lead away from the page, and so clear the answers.
for (const word of all("a.term")) word.replaceWith(...word.childNodes);
// A browser that brings marks back after a reload brings none of these. HTML may not say so of such fields, a script may.
for (const input of questions().flatMap(inputs)) input.autocomplete = "off";
keepPrivate(over);
over(false);

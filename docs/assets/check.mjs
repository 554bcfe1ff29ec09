// @ts-check
// Shows the questionnaire one question at a time. The page is complete without it. Answers live in the page's own
// fields and nowhere else; they are cleared on leaving, on coming back, on starting over and after 20 idle minutes.

import { UNSURE, asked, evaluate, holds } from "./engine.mjs";

/** @typedef {import("./engine.mjs").Answers} Answers */

const IDLE_NOTICE = 18 * 60_000;
const IDLE_CLEAR = 2 * 60_000;
const NONE = ["none", "nothing", UNSURE];

const root = /** @type {HTMLElement} */ (document.getElementById("ig-check"));
const table = JSON.parse(/** @type {HTMLElement} */ (document.getElementById("ig-table")).textContent ?? "");
const fields = new Map([...root.querySelectorAll("fieldset")].map((field) => [field.dataset.question ?? "", field]));
const setup = ["who", "age"];
const places = new Map([...root.querySelectorAll(".ig-note")].map((note) => [note, note.nextSibling]));
const notes = /** @type {HTMLElement} */ (part("notes"));

/** @param {string} name @returns {HTMLElement} */
function part(name) {
  return /** @type {HTMLElement} */ (document.getElementById(`ig-${name}`));
}

/** @param {string} name @returns {HTMLInputElement[]} */
function inputs(name) {
  return [.../** @type {HTMLElement} */ (fields.get(name)).querySelectorAll("input")];
}

/** What is marked in one question. @param {string} name */
function marked(name) {
  return inputs(name)
    .filter((input) => input.checked)
    .map((input) => input.value);
}

/** @returns {Answers} */
function answers() {
  return Object.fromEntries([...fields.keys()].map((name) => [name, marked(name)]));
}

/** The questions this person is asked, in order. */
function steps() {
  return [...setup, ...Object.keys(asked(table, answers()))];
}

/** @param {string} tag @param {string} [className] @param {(Node | string)[]} content */
function make(tag, className, ...content) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** The visible words of an element, in the voice that is shown. @param {Element | null | undefined} element */
function words(element) {
  const copy = /** @type {HTMLElement} */ (element?.cloneNode(true) ?? make("span"));
  const hidden = marked("who")[0] === "them" ? ".ig-me" : ".ig-them";
  copy.querySelectorAll(`${hidden}, .ig-paper, .ig-ask__number`).forEach((other) => other.remove());
  return (copy.textContent ?? "").trim();
}

/** @param {string} name */
function title(name) {
  return /** @type {HTMLElement} */ (fields.get(name)?.querySelector(".ig-ask__title"));
}

/** @param {string} name */
function answerWords(name) {
  return inputs(name)
    .filter((input) => input.checked)
    .map((input) => words(input.closest("label")?.querySelector(".ig-ask__words")));
}

// One question at a time

let current = setup[0];
let shown = /** @type {"question" | "result" | "paper"} */ ("question");

/** @param {string} name @param {boolean} focus */
function ask(name, focus = true) {
  current = name;
  show("question");
  for (const [other, field] of fields) field.hidden = other !== name;
  const all = steps();
  part("progress").textContent = `Question ${all.indexOf(name) + 1} of ${all.length}`;
  button("back").hidden = all.indexOf(name) === 0;
  list(all.slice(0, all.indexOf(name)));
  warn();
  if (focus) title(name).focus();
}

/** The answered questions, each with a way back. @param {string[]} names */
function list(names) {
  part("answered-list").replaceChildren(
    ...names.filter((name) => marked(name).length).map((name) => {
      const change = make("button", "ig-answered__change", "Change");
      change.setAttribute("type", "button");
      change.setAttribute("aria-label", `Change: ${words(title(name))}`);
      change.addEventListener("click", () => ask(name));
      return make("li", "", make("b", "", words(title(name))), " ", answerWords(name).join("; "), change);
    }),
  );
  part("answered").hidden = !part("answered-list").children.length;
  /** @type {HTMLDetailsElement} */ (part("answered")).open = false;
}

/** @param {typeof shown} state */
function show(state) {
  shown = state;
  root.classList.toggle("ig-live", state !== "paper");
  root.classList.toggle("ig-live--question", state === "question");
  root.classList.toggle("ig-live--result", state === "result");
  for (const name of ["progress", "buttons"]) part(name).hidden = state !== "question";
  for (const name of ["end", "sheet-buttons"]) part(name).hidden = false;
  part("error").hidden = true;
  part("answered").hidden = state === "paper";
  putBack();
}

function next() {
  if (!marked(current).length) {
    const field = /** @type {HTMLElement} */ (fields.get(current));
    field.append(part("error"));
    part("error").hidden = false;
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby")?.split(" ")[0] ?? ""} ig-error`.trim());
    inputs(current)[0].focus();
    return;
  }
  forget();
  const all = steps();
  const place = all.indexOf(current) + 1;
  if (place < all.length) ask(all[place]);
  else result();
}

/** Clears answers to questions that are no longer asked. */
function forget() {
  const kept = steps();
  for (const name of fields.keys()) if (!kept.includes(name)) clear(name);
}

/** @param {string} name */
function clear(name) {
  for (const input of inputs(name)) input.checked = false;
}

// Notes: at once, and with the result

function putBack() {
  for (const [note, place] of places) notes.insertBefore(note, place);
  for (const note of places.keys()) /** @type {HTMLElement} */ (note).hidden = false;
}

/** @param {import("./engine.mjs").Condition} when @param {string} question @returns {boolean} */
function reads(when, question) {
  return when.question === question || [...(when.all ?? []), ...(when.any ?? [])].some((inner) => reads(inner, question));
}

/** Shows at once what the answers to the current question call for. */
function warn() {
  const given = { [current]: marked(current) };
  const wanted = table.notes
    .filter((/** @type {any} */ note) => note.at_once && reads(note.when, current) && holds(note.when, table, given))
    .map((/** @type {any} */ note) => note.id);
  const slot = part("at-once");
  const before = [...slot.children].map((note) => note.id.slice(5));
  if (wanted.join() !== before.join()) {
    putBack();
    slot.append(.../** @type {string[]} */ (wanted).map((id) => /** @type {Node} */ (document.getElementById(`note-${id}`))));
  }
  const urgent = [...slot.children].some((note) => /** @type {HTMLElement} */ (note).dataset.level === "emergency");
  button("result").hidden = !urgent;
  button("next").textContent = urgent ? "Keep going" : "Continue";
  button("next").classList.toggle("ig-button--main", !urgent);
}

// The result

function result() {
  forget();
  const verdict = evaluate(table, answers());
  show("result");
  list(steps());
  for (const section of root.querySelectorAll(".ig-result")) {
    /** @type {HTMLElement} */ (section).hidden = section.id !== `result-${verdict.outcome}`;
  }
  const section = /** @type {HTMLElement} */ (document.getElementById(`result-${verdict.outcome}`));
  const emergency = verdict.outcome === "emergency";
  because(section, verdict, emergency);
  const here = /** @type {HTMLElement} */ (section.querySelector(".ig-notes-here"));
  for (const id of verdict.notes) {
    const note = /** @type {HTMLElement} */ (document.getElementById(`note-${id}`));
    if (!emergency || note.dataset.level !== "note") here.append(note);
  }
  for (const name of fields.keys()) /** @type {HTMLElement} */ (fields.get(name)).hidden = true;
  sheet(section, verdict.skipped);
  const heading = /** @type {HTMLElement} */ (section.querySelector("h3"));
  heading.tabIndex = -1;
  heading.focus();
}

/** @param {HTMLElement} section @param {import("./engine.mjs").Verdict} verdict @param {boolean} emergency */
function because(section, verdict, emergency) {
  const found = verdict.reasons
    .map(([question, answer]) => part("reasons").querySelector(`[data-reason="${question} ${answer}"]`))
    .filter((item) => item !== null)
    .map((item) => item.cloneNode(true));
  const place = /** @type {HTMLElement} */ (section.querySelector(".ig-because"));
  place.replaceChildren(
    make("p", "", make("b", "", "Why this result")),
    found.length ? make("ul", "", ...found) : make("p", "", verdict.skipped.length ? "Some answers are not known." : "None of your answers pointed to more."),
  );
  if (emergency || !verdict.skipped.length) return;
  const open = verdict.skipped.map((name) =>
    make("li", "", make("b", "", words(title(name))), " ", words(fields.get(name)?.querySelector(".ig-ask__why span"))),
  );
  place.append(make("p", "", make("b", "", "What you left open, and why it matters")), make("ul", "", ...open));
}

/** The first-call sheet: only what the person leaves ticked. @param {HTMLElement} section @param {string[]} skipped */
function sheet(section, skipped) {
  const told = steps().filter((name) => !skipped.includes(name) && !setup.includes(name) && answerWords(name).length);
  const rows = told.map((name) => {
    const box = /** @type {HTMLInputElement} */ (make("input"));
    box.type = "checkbox";
    box.autocomplete = "off";
    const row = make("li", "ig-sheet__answer", make("label", "", box, " ", make("b", "", words(title(name))), " ", answerWords(name).join("; ")));
    return row;
  });
  const later = skipped.map((name) => make("li", "", words(title(name))));
  const questions = [...(section.querySelectorAll("ul")[[...section.querySelectorAll("ul")].length - 2]?.children ?? [])];
  part("sheet-answers").replaceChildren(
    make("h3", "", "My answers"),
    make("p", "ig-sheet__hint", "Tick what may be shared. Only that is printed."),
    make("ul", "ig-sheet__answers", ...rows),
    ...(later.length ? [make("h3", "", "To talk about"), make("ul", "", ...later)] : []),
    make("h3", "", "What to ask"),
    make("ul", "", ...questions.map((item) => item.cloneNode(true))),
    make("p", "", `These questions pointed to: ${words(section.querySelector("h3"))}. It is not a diagnosis.`),
  );
}

// Clearing and leaving

function wipe() {
  for (const name of fields.keys()) clear(name);
  part("sheet-answers").replaceChildren();
  for (const place of root.querySelectorAll(".ig-because")) place.replaceChildren();
  /** @type {HTMLDialogElement} */ (part("idle")).close();
}

function over() {
  wipe();
  ask(setup[0]);
}

let timer = 0;

function stay() {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    /** @type {HTMLDialogElement} */ (part("idle")).showModal();
    timer = window.setTimeout(() => {
      over();
      part("progress").textContent = "Your answers were cleared, because nothing was tapped for 20 minutes.";
    }, IDLE_CLEAR);
  }, IDLE_NOTICE);
}

/** @param {Event} event */
function leave(event) {
  event.preventDefault();
  const address = /** @type {HTMLAnchorElement} */ (event.currentTarget).href;
  wipe();
  document.body.replaceChildren();
  location.replace(address);
}

/** @param {string} name @returns {HTMLButtonElement} */
function button(name) {
  return /** @type {HTMLButtonElement} */ (root.querySelector(`[data-do="${name}"]`));
}

function paper() {
  if (shown === "paper") {
    ask(current);
    button("paper").textContent = "See it as one page";
    return;
  }
  show("paper");
  for (const field of fields.values()) field.hidden = false;
  for (const section of root.querySelectorAll(".ig-result")) /** @type {HTMLElement} */ (section).hidden = false;
  button("paper").textContent = "See one question at a time";
}

/** @type {Record<string, () => void>} */
const deeds = {
  next,
  result,
  paper,
  over,
  back: () => ask(steps()[steps().indexOf(current) - 1]),
  print: () => window.print(),
  stay: () => {
    /** @type {HTMLDialogElement} */ (part("idle")).close();
    stay();
  },
};

root.addEventListener("click", (event) => {
  const name = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.do;
  if (name) deeds[name]();
});

root.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (!input.closest("fieldset")) return;
  if (input.type === "checkbox" && input.checked) {
    const alone = NONE.includes(input.value);
    for (const other of inputs(input.closest("fieldset")?.dataset.question ?? "")) {
      if (other !== input && (alone || NONE.includes(other.value))) other.checked = false;
    }
  }
  part("error").hidden = true;
  if (shown === "question") warn();
});

for (const kind of ["click", "keydown", "change"]) document.addEventListener(kind, stay);
root.querySelector(".ig-leave__link")?.addEventListener("click", leave);
window.addEventListener("pagehide", wipe);
window.addEventListener("pageshow", (event) => event.persisted && over());

wipe();
stay();
ask(setup[0], false);

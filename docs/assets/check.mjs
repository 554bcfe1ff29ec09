// @ts-check
// Shows the questionnaire one question at a time. The page is complete without it. Answers live in the page's own
// fields and nowhere else; they are cleared on leaving, on coming back, on starting over and after 20 idle minutes.

import { UNSURE, asked, evaluate, holds } from "./engine.mjs";

/** @typedef {"question" | "result" | "emergency" | "paper"} State */

const IDLE_NOTICE = 18 * 60_000;
const IDLE_CLEAR = 20 * 60_000;
const ALONE = ["none", "nothing", UNSURE];
const SETUP = ["who", "age"];
const CLASSES = {
  question: "ig-live ig-live--question",
  result: "ig-live ig-live--result",
  emergency: "ig-live ig-live--emergency",
  paper: "ig-whole",
};

const root = part("check");
/** @type {import("./engine.mjs").Table} */
const table = JSON.parse(part("table").textContent ?? "");
const fields = new Map([...root.querySelectorAll("fieldset")].map((field) => [field.dataset.question ?? "", field]));
const homes = new Map([...all(".ig-notes .admonition")].map((note) => [note, note.nextSibling]));
const idle = /** @type {HTMLDialogElement} */ (part("idle"));

let current = SETUP[0];
let voice = "me";
let state = /** @type {State} */ ("question");

/** @param {string} name @returns {HTMLElement} */
function part(name) {
  return byId(`ig-${name}`);
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} selector @returns {NodeListOf<HTMLElement>} */
function all(selector) {
  return root.querySelectorAll(selector);
}

/** @param {string} tag @param {string} [className] @param {(Node | string)[]} content */
function make(tag, className = "", ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

/** @param {string} title @param {Node[]} rows */
function titled(title, rows) {
  return rows.length ? [make("p", "", make("b", "", title)), make("ul", "", ...rows)] : [];
}

// Questions and answers

/** @param {string} name */
function field(name) {
  return /** @type {HTMLFieldSetElement} */ (fields.get(name));
}

/** @param {string} name @returns {HTMLInputElement[]} */
function inputs(name) {
  return [...field(name).querySelectorAll("input")];
}

/** @param {string} name */
function marked(name) {
  return inputs(name).filter((input) => input.checked);
}

/** What is marked in one question. @param {string} name */
function values(name) {
  return marked(name).map((input) => input.value);
}

function answers() {
  return Object.fromEntries([...fields.keys()].map((name) => [name, values(name)]));
}

/** The questions this person is asked, in order. */
function steps() {
  return [...SETUP, ...Object.keys(asked(table, answers()))];
}

/** @param {string} name */
function clear(name) {
  for (const input of inputs(name)) input.checked = false;
}

/** Clears answers to questions that are no longer asked. */
function forget() {
  const kept = steps();
  for (const name of fields.keys()) if (!kept.includes(name)) clear(name);
}

/** The words of an element as this person reads them. @param {Element | null} element */
function words(element) {
  const copy = element?.cloneNode(true) ?? make("span");
  const hidden = voice === "me" ? ".ig-them" : ".ig-me";
  /** @type {Element} */ (copy).querySelectorAll(`${hidden}, .ig-paper, label b, [hidden], sup`).forEach((other) => other.remove());
  return (copy.textContent ?? "").trim();
}

/** @param {string} name */
function title(name) {
  return /** @type {HTMLElement} */ (field(name).querySelector("h3"));
}

/** @param {HTMLInputElement} input */
function answerWords(input) {
  return words(input.closest("label"));
}

/** A question with what was answered. @param {string} name */
function told(name) {
  return [make("b", "", words(title(name))), ` ${marked(name).map(answerWords).join("; ")}`];
}

/** The reasons that marked answers give. @param {HTMLInputElement[]} given */
function reasons(given) {
  return given
    .map((input) => words(/** @type {HTMLElement} */ (input.closest("label")).querySelector("[hidden]")))
    .filter((reason) => reason)
    .map((reason) => make("li", "", reason));
}

// One thing at a time

/** @param {State} next @param {HTMLElement} [now] the one question or result to show */
function show(next, now) {
  state = next;
  root.className = `ig-check ${CLASSES[next]}`;
  for (const one of all(".ig-ask, .ig-result")) one.classList.toggle("ig-now", one === now);
  for (const note of homes.keys()) bringHome(note);
  for (const old of all(".ig-because, #ig-sheet-mine, #ig-sheet-ask, .ig-said, .ig-progress")) old.replaceChildren();
  button("result").textContent = next === "paper" ? "Show my result" : "Show what to do now";
  button("result").hidden = next !== "paper";
  button("next").hidden = button("back").hidden = next === "paper";
  button("paper").textContent = next === "paper" ? "See one question at a time" : "See it as one page";
}

/** Puts an element at the top of the view and the focus on it. @param {HTMLElement} element */
function turnTo(element) {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.scrollIntoView();
  element.focus({ preventScroll: true });
}

/** @param {string} name @param {boolean} [focus] */
function ask(name, focus = true) {
  blame(false);
  current = name;
  show("question", field(name));
  const names = steps();
  const place = names.indexOf(name);
  part("progress").textContent = `Question ${place + 1} of ${names.length}`;
  part("progress").style.setProperty("--ig-part", `${(100 * place) / names.length}%`);
  button("back").hidden = place === 0;
  list(names.slice(0, place), part("asks"));
  warn();
  if (focus) turnTo(title(name));
}

/** The answered questions, each with a way back. @param {string[]} names @param {HTMLElement} place */
function list(names, place) {
  const rows = names.filter((name) => marked(name).length).map((name) => {
    const change = make("button", "ig-answered__change", "Change");
    change.setAttribute("type", "button");
    change.setAttribute("aria-label", `Change: ${words(title(name))}`);
    change.addEventListener("click", () => ask(name));
    return make("li", "", ...told(name), " ", change);
  });
  const fold = /** @type {HTMLDetailsElement} */ (part("answered"));
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
  const error = part("error");
  const [first] = inputs(current);
  const unsure = inputs(current).find((input) => input.value === UNSURE);
  field(current).toggleAttribute("aria-describedby", missing);
  error.hidden = !missing;
  if (!missing) return;
  field(current).setAttribute("aria-describedby", error.id);
  /** @type {HTMLElement} */ (error.lastElementChild).textContent = unsure ? `“${answerWords(unsure)}” is fine too.` : "";
  first.closest("label")?.before(error);
  error.scrollIntoView();
  first.focus({ preventScroll: true });
}

// Notes: at once below the answer that calls for them, and with the result

/** @param {HTMLElement} note */
function bringHome(note) {
  part("notes").insertBefore(note, homes.get(note) ?? null);
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
  blame(false);
  forget();
  const verdict = evaluate(table, answers());
  const emergency = verdict.outcome === "emergency";
  const section = byId(`result-${verdict.outcome}`);
  show(emergency ? "emergency" : "result", section);
  part("progress").textContent = "Result";
  explain(section, verdict);
  for (const { id, when } of table.notes) {
    const wanted = emergency ? isUrgent(id) && holds(when, table, answers()) : verdict.notes.includes(id);
    if (wanted) section.querySelector(".ig-notes-here")?.append(byId(`note-${id}`));
  }
  list(steps(), section);
  if (!emergency) sheet(section, verdict);
  turnTo(/** @type {HTMLElement} */ (section.querySelector("h3")));
}

/** @param {string} id */
function isUrgent(id) {
  return !byId(`note-${id}`).classList.contains("note");
}

/** Why this result: the answers that decided, then the others. @param {HTMLElement} section @param {import("./engine.mjs").Verdict} verdict */
function explain(section, verdict) {
  const deciding = verdict.reasons.map(([name, answer]) => inputs(name).find((input) => input.value === answer));
  const because = reasons(deciding.filter((input) => input !== undefined));
  const place = /** @type {HTMLElement} */ (section.querySelector(".ig-because"));
  place.append(...titled("Why this result", because.length ? because : [make("li", "", plainReason(verdict))]));
  if (state === "emergency") return;
  const others = steps().flatMap(marked).filter((input) => !deciding.includes(input));
  const open = verdict.skipped.map((name) =>
    make("li", "", make("b", "", words(title(name))), " ", words(field(name).querySelector("p:last-child span"))),
  );
  place.append(...titled("What else you marked", reasons(others)), ...titled("What you left open, and why it matters", open));
}

/** @param {import("./engine.mjs").Verdict} verdict */
function plainReason(verdict) {
  return verdict.skipped.length ? "Some answers are not known." : "None of your answers pointed to more.";
}

// The first-call sheet: only what the person ticks is printed

/** @param {HTMLElement} section @param {import("./engine.mjs").Verdict} verdict */
function sheet(section, verdict) {
  const given = steps().filter((name) => !SETUP.includes(name) && !verdict.skipped.includes(name));
  const first = given.filter((name) => isSafety(name) && reasons(marked(name)).length);
  const because = [...(section.querySelector(".ig-because ul")?.children ?? [])].map((item) => item.textContent);
  const heading = words(section.querySelector("h3"));
  part("sheet-mine").append(
    make("p", "ig-sheet__hint", "Tick what may be shared. Only that is printed. "),
    ...ticks("Say this first", first.map(told)),
    ...ticks("My answers", given.filter((name) => !first.includes(name)).map(told)),
    ...ticks("To talk about", verdict.skipped.map((name) => [words(title(name))])),
    ...ticks("What the questions pointed to", [[`${heading}. It is not a diagnosis. Why: ${because.join(" ")}`]]),
  );
  const all = make("button", "ig-button", "Tick all");
  all.addEventListener("click", () => part("sheet-mine").querySelectorAll("input").forEach((box) => (box.checked = true)));
  all.setAttribute("type", "button");
  part("sheet-mine").firstElementChild?.append(all);
  const questions = [...section.querySelectorAll(".ig-to-ask li")].map((item) => make("li", "", words(item)));
  part("sheet-ask").append(make("h3", "", "What to ask"), make("ul", "", ...questions));
}

/** @param {string} name */
function isSafety(name) {
  return table.questions.some((question) => question.id === name && question.group === "safety");
}

/** @param {string} heading @param {(Node | string)[][]} rows */
function ticks(heading, rows) {
  const items = rows.map((row) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.autocomplete = "off";
    return make("li", "", make("label", "", box, make("span", "", ...row)));
  });
  return items.length ? [make("section", "ig-sheet__part", make("h3", "", heading), make("ul", "", ...items))] : [];
}

// Clearing and leaving

/** @param {boolean} [focus] */
function over(focus = true) {
  for (const name of fields.keys()) clear(name);
  voice = "me";
  idle.close();
  ask(SETUP[0], focus);
}

/** @param {Event} event */
function leave(event) {
  event.preventDefault();
  over(false);
  document.documentElement.hidden = true;
  document.title = "";
  location.replace(/** @type {HTMLAnchorElement} */ (exit).href);
}

let last = Date.now();

/** Something was tapped or typed. The notice itself goes away only by an answer to it. */
function stay() {
  if (!idle.open) last = Date.now();
}

/** Looks at the clock and not at a timer, which would stand still while the device sleeps. */
function watch() {
  if (!root.querySelector("input:checked")) return;
  const quiet = Date.now() - last;
  if (quiet >= IDLE_CLEAR) {
    over();
    part("said").textContent = "Your answers were cleared, because nothing was tapped for 20 minutes.";
  } else if (quiet >= IDLE_NOTICE && !idle.open) {
    last = Date.now() - IDLE_NOTICE;
    idle.showModal();
  }
}

/** @type {number[]} */
let shifts = [];

/** @param {KeyboardEvent} event */
function thrice(event) {
  shifts = event.key === "Shift" && !event.repeat ? [...shifts, event.timeStamp].slice(-3) : [];
  if (shifts.length === 3 && shifts[2] - shifts[0] < 3_000) leave(event);
}

/** @type {HTMLElement | undefined} */
let cited;

/** Follows a link inside the page without leaving a trace in the address. @param {MouseEvent} event */
function jump(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest('a[href^="#"]'));
  if (!link) return;
  event.preventDefault();
  const back = link.matches(".footnote-backref") && cited?.getClientRects().length;
  turnTo(back && cited ? cited : byId(decodeURIComponent(link.hash.slice(1))));
  cited = link;
}

/** @param {string} name @returns {HTMLButtonElement} */
function button(name) {
  return /** @type {HTMLButtonElement} */ (root.querySelector(`[data-do="${name}"]`));
}

function paper() {
  if (state === "paper") {
    ask(current);
    return;
  }
  blame(false);
  show("paper");
  list([], part("asks"));
  turnTo(/** @type {HTMLElement} */ (root.querySelector("h2")));
}

/** @type {Record<string, () => void>} */
const deeds = {
  next,
  result,
  paper,
  over,
  back: () => ask(steps()[steps().indexOf(current) - 1]),
  print: () => window.print(),
  stay: () => idle.close(),
};

root.addEventListener("click", (event) => {
  const name = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.do;
  if (name) deeds[name]();
});

root.addEventListener("change", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const name = input.closest("fieldset")?.dataset.question;
  if (!name) return;
  if (input.type === "checkbox" && input.checked) leaveAlone(name, input);
  if (name === "who") speakTo(input.value);
  if (state !== "question") return;
  blame(false);
  warn();
});

/** "None of these" and "Not sure" stand alone. @param {string} name @param {HTMLInputElement} input */
function leaveAlone(name, input) {
  const alone = ALONE.includes(input.value);
  for (const other of marked(name)) if (other !== input && (alone || ALONE.includes(other.value))) other.checked = false;
}

/** Answers given about oneself are not answers about another person. @param {string} whom */
function speakTo(whom) {
  if (whom === voice) return;
  voice = whom;
  for (const name of fields.keys()) if (!SETUP.includes(name)) clear(name);
}

const exit = /** @type {HTMLElement} */ (root.querySelector(".ig-leave"));
const skip = /** @type {HTMLElement} */ (exit.cloneNode(true));
skip.className = "ig-skip";
document.querySelector(".ig-skip")?.after(skip);
for (const way of [exit, skip]) way.addEventListener("click", leave);
for (const kind of ["click", "keydown", "change"]) document.addEventListener(kind, stay);
document.addEventListener("keydown", thrice);
document.addEventListener("click", jump);
document.addEventListener("visibilitychange", watch);
idle.addEventListener("close", stay);
window.addEventListener("pagehide", () => over(false));
window.addEventListener("pageshow", (event) => event.persisted && over(false));
setInterval(watch, 5_000);

for (const element of all(".ig-by-script")) element.hidden = false;
for (const word of all("a.term")) word.replaceWith(...word.childNodes);
over(false);

// @ts-check
// The questions on the page: what is marked in them, and in which words. The page's own fields hold the answers, and
// nothing else does. Used by check.mjs.

import { because, table } from "./check-table.mjs";
import { UNSURE } from "./engine.mjs";

export const SETUP = ["who", "age"];
const ALONE = ["none", "nothing", UNSURE];

export const root = byId("ig-check");
const fields = new Map([...root.querySelectorAll("fieldset")].map((field) => [field.dataset.question ?? "", field]));

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} tag @param {string} [className] @param {(Node | string)[]} content */
export function make(tag, className = "", ...content) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
}

/** Items of a list. @param {string[]} texts */
export function rows(texts) {
  return texts.map((text) => make("li", "", text));
}

/** A button for one of the deeds of check.mjs. @param {string} deed @param {string} label @param {string} [className] */
export function makeButton(deed, label, className = "ig-button") {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.do = deed;
  button.className = className;
  button.textContent = label;
  return button;
}

export function questions() {
  return [...fields.keys()];
}

/** @param {string} name */
export function field(name) {
  return /** @type {HTMLFieldSetElement} */ (fields.get(name));
}

/** @param {string} name @returns {HTMLInputElement[]} */
export function inputs(name) {
  return [...field(name).querySelectorAll("input")];
}

/** @param {string} name */
export function marked(name) {
  return inputs(name).filter((input) => input.checked);
}

/** @returns {import("./engine.mjs").Answers} */
export function answers() {
  return Object.fromEntries(questions().map((name) => [name, marked(name).map((input) => input.value)]));
}

/** @param {string[]} names */
export function clear(names) {
  for (const input of names.flatMap(inputs)) input.checked = false;
}

/** "None of these" and "Not sure" stand alone. @param {string} name @param {HTMLInputElement} input the one marked last */
export function clearRivals(name, input) {
  const alone = ALONE.includes(input.value);
  for (const other of marked(name)) if (other !== input && (alone || ALONE.includes(other.value))) other.checked = false;
}

/** "me" or "them": whom the words speak of. */
export function voice() {
  return marked("who")[0]?.value ?? "me";
}

/** The words of an element as this person reads them. @param {Element | null} element */
export function words(element) {
  const copy = /** @type {Element} */ (element?.cloneNode(true) ?? make("span"));
  const unread = [voice() === "me" ? ".ig-them" : ".ig-me", ".ig-paper", "label b", "sup"];
  copy.querySelectorAll(unread.join()).forEach((other) => other.remove());
  return (copy.textContent ?? "").trim();
}

/** @param {string} name */
export function title(name) {
  return /** @type {HTMLElement} */ (field(name).querySelector("h3"));
}

/** @param {HTMLInputElement} input */
export function answerWords(input) {
  return words(input.closest("label"));
}

/** A question with what was answered. @param {string} name */
export function told(name) {
  return [make("b", "", words(title(name))), ` ${marked(name).map(answerWords).join("; ")}`];
}

/** The reasons that answers give: in words of their own, or the answer quoted. @param {HTMLInputElement[]} given */
export function reasons(given) {
  const reader = voice() === "me" ? 0 : 1;
  return given.map((input) => {
    const own = because[input.name]?.[input.value]?.[reader];
    return own ?? `You marked: \u201c${answerWords(input)}\u201d`;
  });
}

/** @param {string} name */
export function whyAsked(name) {
  return words(field(name).querySelector("p:last-child span"));
}

/** Whether a condition without parts asks for an answer. @param {import("./engine.mjs").Condition} when @param {HTMLInputElement} input */
export function isNamed({ question, answers = [] }, { name, value }) {
  return question === name && answers.includes(value);
}

/** Whether a rule or points read an answer; a skip is told apart. @param {HTMLInputElement} input */
export function counts(input) {
  const reads = (/** @type {import("./engine.mjs").Condition} */ when) =>
    [...(when.all ?? []), ...(when.any ?? [])].some(reads) || isNamed(when, input);
  const pointed = table.questions.some(({ id, points = {} }) => id === input.name && input.value in points);
  return input.value !== UNSURE && (pointed || table.rules.some(({ when }) => reads(when)));
}

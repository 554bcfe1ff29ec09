// @ts-check
// The sheet for the first call: what the person may share, to tick, and what to ask. Used by check.mjs.

import { SETUP, answerWords, byId, counts, isNamed, make, makeButton, marked, rows, title, told, words } from "./check-answers.mjs";
import { table } from "./check-table.mjs";
import { UNSURE } from "./engine.mjs";

const HELP = "help";

/** Whether an answer by itself calls for more than an IOP. @param {HTMLInputElement} input */
function isSerious(input) {
  return table.rules.some(({ then, when }) => then === "more" && isNamed(when, input));
}

/** @param {HTMLElement} section the result @param {import("./engine.mjs").Verdict} verdict @param {string[]} asked the questions */
export function fillSheet(section, verdict, asked) {
  const given = asked.filter((name) => ![...SETUP, HELP].includes(name) && !verdict.skipped.includes(name));
  const safety = table.questions.filter(({ group }) => group === "safety").map(({ id }) => id);
  const first = given.filter((name) => marked(name).some(safety.includes(name) ? counts : isSerious));
  const help = marked(HELP).filter(({ value }) => value !== UNSURE).map(answerWords);
  const because = [...(section.querySelector(".ig-because ul")?.children ?? [])].map((item) => words(item).replace(/\.?$/, "."));
  const heading = words(section.querySelector("h3"));
  byId("ig-sheet-mine").append(
    make("p", "ig-sheet__hint", "Tick what may be shared. Only that is printed. ", makeButton("tick", "Tick all", "ig-quiet")),
    ...ticks("Say this first", first.map(told)),
    ...ticks(words(title(HELP)), help.length ? [[help.join("; ")]] : []),
    ...ticks("My answers", given.filter((name) => !first.includes(name)).map(told)),
    ...ticks("To talk about", verdict.skipped.map((name) => [words(title(name))])),
    ...ticks("What the questions pointed to", [[`${heading}. It is not a diagnosis. Why: ${because.join(" ")}`]]),
  );
  const toAsk = [...section.querySelectorAll(".ig-to-ask li")].map(words);
  byId("ig-sheet-ask").append(make("ul", "", ...rows(toAsk)));
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

/** Only what is ticked is printed, and a heading with it. @param {HTMLInputElement} box */
export function tick(box) {
  const part = box.closest(".ig-sheet__part");
  box.closest("li")?.classList.toggle("ig-ticked", box.checked);
  part?.classList.toggle("ig-ticked", part.querySelector(":checked") !== null);
}

export function tickAll() {
  for (const box of byId("ig-sheet-mine").querySelectorAll("input")) {
    box.checked = true;
    tick(box);
  }
}

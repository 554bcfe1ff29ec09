// @ts-check
// Leaves no answers behind: the fast exit, going away and coming back, and a long time without a tap. Used by check.mjs.

import { byId, make, makeButton, root } from "./check-answers.mjs";

const IDLE_NOTICE = 18 * 60_000;
const IDLE_CLEAR = 20 * 60_000;
const SHIFTS_WITHIN = 3_000;

const exit = /** @type {HTMLAnchorElement} */ (root.querySelector(".ig-leave"));
const idle = /** @type {HTMLDialogElement} */ (
  make(
    "dialog",
    "ig-idle",
    make("p", "ig-idle__title", "Are you still there?"),
    make("p", "", "To keep your answers private, this page clears them in 2 minutes."),
    make("p", "ig-buttons", makeButton("stay", "Keep my answers", "ig-button ig-button--main"), makeButton("over", "Clear them now")),
  )
);

/** @type {(focus?: boolean) => void} */
let clearAll;
let last = Date.now();
/** @type {number[]} */
let shifts = [];
/** @type {HTMLElement | undefined} */
let cited;

/** Puts an element at the top of the view and the focus on it. @param {HTMLElement} element */
export function turnTo(element) {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.scrollIntoView();
  element.focus({ preventScroll: true });
}

/** Watches over the answers from now on. @param {(focus?: boolean) => void} clear clears them and starts over */
export function keepPrivate(clear) {
  clearAll = clear;
  const skip = /** @type {HTMLElement} */ (exit.cloneNode(true));
  skip.className = "ig-skip";
  document.querySelector(".ig-crisis")?.prepend(skip);
  idle.setAttribute("aria-label", "Are you still there?");
  root.append(idle);
  for (const way of [exit, skip]) way.addEventListener("click", leave);
  for (const kind of ["click", "keydown", "change"]) document.addEventListener(kind, stay);
  document.addEventListener("keydown", thrice);
  document.addEventListener("click", jump);
  document.addEventListener("visibilitychange", watch);
  idle.addEventListener("close", stay);
  window.addEventListener("pagehide", () => clear(false));
  window.addEventListener("pageshow", (event) => event.persisted && clear(false));
  setInterval(watch, 5_000);
}

export function closeNotice() {
  idle.close();
}

/** Leaves, even if clearing fails. @param {Event} event */
function leave(event) {
  event.preventDefault();
  try {
    clearAll(false);
  } finally {
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(exit.href);
  }
}

/** Shift, three times in a row, leaves too. @param {KeyboardEvent} event */
function thrice(event) {
  shifts = event.key === "Shift" && !event.repeat ? [...shifts, event.timeStamp].slice(-3) : [];
  if (shifts.length === 3 && shifts[2] - shifts[0] < SHIFTS_WITHIN) leave(event);
}

/** Something was tapped or typed. The notice itself goes away only by an answer to it. */
function stay() {
  if (!idle.open) last = Date.now();
}

/** Looks at the clock and not at a timer, which would stand still while the device sleeps. */
function watch() {
  if (!root.querySelector("input:checked")) return;
  const quiet = Date.now() - last;
  if (quiet >= IDLE_CLEAR) {
    clearAll();
    byId("ig-said").textContent = "Your answers were cleared, because nothing was tapped for 20 minutes.";
  } else if (quiet >= IDLE_NOTICE && !idle.open) {
    last = Date.now() - IDLE_NOTICE;
    idle.showModal();
  }
}

/** Follows a link inside the page without a trace in the address. @param {MouseEvent} event */
function jump(event) {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest('a[href^="#"]'));
  if (!link) return;
  event.preventDefault();
  const back = link.matches(".footnote-backref") && cited?.getClientRects().length ? cited : undefined;
  turnTo(back ?? byId(decodeURIComponent(link.hash.slice(1))));
  if (link.matches(".footnote-ref")) cited = link;
}

// @ts-check
// Puts a search button beside the link to the A to Z. Nothing else of the search is loaded before it is used.

const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector(".ig-header__search"));
const GLASS = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M11 11l4 4M12 7A5 5 0 1 1 2 7a5 5 0 1 1 10 0"/></svg>';

/** @param {HTMLAnchorElement} instead where to go if the search does not load or the browser is too old for it */
function opener(instead) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ig-header__button";
  button.innerHTML = `${GLASS}<span>${document.documentElement.lang === "es" ? "Buscar" : "Search"}</span>`;
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", async () => {
    try {
      const [box] = await Promise.all([import("./search-box.mjs"), import("./search.mjs")]);
      await box.open(button);
    } catch {
      location.assign(instead.href);
    }
  });
  return button;
}

/** The / key opens the search while the button says so; the dialog has a switch for it. @param {HTMLElement} button */
function listen(button) {
  button.setAttribute("aria-keyshortcuts", "/");
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest("input, textarea, select, dialog, [contenteditable]");
    const other = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;
    if (event.key === "/" && !typing && !other && button.hasAttribute("aria-keyshortcuts")) {
      event.preventDefault();
      button.click();
    }
  });
}

if (link) {
  const button = opener(link);
  link.before(button);
  if (!matchMedia("(pointer: coarse)").matches) listen(button);
}

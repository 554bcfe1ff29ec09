// @ts-check
// Puts a search button beside the link to the A to Z. Nothing else of the search is loaded before it is used.

const link = document.querySelector(".ig-header__search");
const spanish = document.documentElement.lang === "es";

if (link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ig-header__button";
  button.textContent = spanish ? "Buscar" : "Search";
  button.setAttribute("aria-haspopup", "dialog");
  const open = async () => (await import("./search-box.mjs")).open(spanish);
  button.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = /** @type {HTMLElement} */ (event.target).closest("input, textarea, select, dialog");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
  link.before(button);
}

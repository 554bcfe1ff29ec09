// @ts-check
// The search dialog: a combobox whose results appear while one types. What is typed stays in memory and goes nowhere.

import { Search, tokens } from "./search.mjs";

/** @typedef {import("./search.mjs").Hit} Hit */

const WORDS = {
  en: {
    label: "Search this site",
    hint: "Type a word, a name or a question. What you type stays on this page.",
    close: "Close",
    none: "Nothing matches these words. Nearest pages:",
    elsewhere: "All names from A to Z",
    check: "Is an IOP right for me?",
    count: (/** @type {number} */ count) => (count === 1 ? "1 page found" : `${count} pages found`),
    more: "What to do",
    failed: "The search could not be loaded. The A to Z works without it.",
  },
  es: {
    label: "Buscar en este sitio (en ingl\u00e9s)",
    hint: "Escriba una palabra. Lo que escribe se queda en esta p\u00e1gina.",
    close: "Cerrar",
    none: "Nada coincide. P\u00e1ginas parecidas:",
    elsewhere: "Todos los nombres de la A a la Z (en ingl\u00e9s)",
    check: "Is an IOP right for me?",
    count: (/** @type {number} */ count) => (count === 1 ? "1 p\u00e1gina" : `${count} p\u00e1ginas`),
    more: "Qu\u00e9 hacer",
    failed: "No se pudo cargar la b\u00fasqueda. El \u00edndice de la A a la Z funciona sin ella.",
  },
};
const SITE = new URL("../", import.meta.url);

/** @param {string} name */
async function load(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(name);
  return answer;
}

/** @param {string} tag @param {Record<string, string>} [attributes] @param {(Node | string)[]} content */
function make(tag, attributes = {}, ...content) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

class Box {
  /** @param {boolean} spanish */
  constructor(spanish) {
    this.say = spanish ? WORDS.es : WORDS.en;
    /** @type {Search | undefined} */
    this.search = undefined;
    /** @type {string[][] | undefined} */
    this.texts = undefined;
    this.active = -1;
    this.input = /** @type {HTMLInputElement} */ (
      make("input", {
        class: "ig-search__input", id: "ig-search-input", type: "text", role: "combobox", autocomplete: "off", autocapitalize: "off",
        spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "ig-search-list", "aria-describedby": "ig-search-hint",
      })
    );
    this.card = make("div", { class: "ig-search__card", role: "alert" });
    this.list = make("ul", { class: "ig-search__list", id: "ig-search-list", role: "listbox", "aria-label": this.say.label });
    this.status = make("p", { class: "ig-search__status", role: "status" });
    this.none = make("div", { class: "ig-search__none" });
    this.dialog = this.frame();
    this.input.addEventListener("input", () => this.show());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.follow(/** @type {HTMLElement} */ (event.target).closest("li")));
  }

  frame() {
    const close = make("button", { class: "ig-search__close", type: "button" }, this.say.close);
    const label = make("label", { class: "ig-search__label", for: "ig-search-input" }, this.say.label);
    const hint = make("p", { class: "ig-search__hint", id: "ig-search-hint" }, this.say.hint);
    const dialog = /** @type {HTMLDialogElement} */ (
      make("dialog", { class: "ig-search", "aria-label": this.say.label }, close, label, this.input, hint, this.card, this.status, this.list, this.none)
    );
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    return dialog;
  }

  async start() {
    document.body.append(this.dialog);
    try {
      const sheet = new CSSStyleSheet();
      const [style, index] = await Promise.all([load("search.css"), load("search-index.json")]);
      sheet.replaceSync(await style.text());
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      this.search = new Search(await index.json());
    } catch {
      this.status.textContent = this.say.failed;
      this.none.replaceChildren(this.away());
      return;
    }
    this.show();
    const texts = await load("search-text.json").catch(() => undefined);
    this.texts = await texts?.json();
    this.show();
  }

  away() {
    return make("p", {}, make("a", { href: new URL("a-to-z/", SITE).href }, this.say.elsewhere));
  }

  show() {
    const query = this.input.value.trim();
    if (!this.search) return;
    const found = query ? this.search.find(query, { typing: !this.input.value.endsWith(" "), texts: this.texts }) : undefined;
    this.active = -1;
    this.danger(found?.card ?? "");
    this.list.replaceChildren(...(found?.hits ?? []).map((hit, place) => this.option(hit, place, found?.words ?? [])));
    this.input.setAttribute("aria-expanded", String(Boolean(found?.hits.length)));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = found ? (found.hits.length ? this.say.count(found.hits.length) : this.say.none) : "";
    this.none.replaceChildren(...(found && !found.hits.length ? this.nearest(found.near) : []));
  }

  /** The card of a danger stands first and stays until the words change. @param {string} id */
  danger(id) {
    if (this.card.dataset.card === id) return;
    this.card.dataset.card = id;
    const card = this.search?.index.cards.find((other) => other.id === id);
    if (!card) return this.card.replaceChildren();
    const text = card.text.map(([words, address]) => (address ? make("a", { href: address, class: "ig-search__call" }, words) : words));
    const more = make("a", { href: new URL(card.url, SITE).href }, this.say.more);
    return this.card.replaceChildren(make("p", { class: "ig-search__danger" }, card.title), make("p", {}, ...text), make("p", {}, more));
  }

  /** @param {Hit} hit @param {number} place @param {string[]} words */
  option(hit, place, words) {
    const address = new URL(hit.url + (hit.anchor ? `#${hit.anchor}` : ""), SITE).href;
    const option = make("li", { class: "ig-search__hit", role: "option", id: `ig-search-${place}`, "aria-selected": "false", "data-address": address });
    option.append(make("span", { class: "ig-search__title" }, hit.title));
    if (hit.heading) option.append(" ", make("span", { class: "ig-search__heading" }, hit.heading));
    if (hit.snippet) option.append(" ", make("span", { class: "ig-search__snippet" }, ...this.marked(hit.snippet, words)));
    return option;
  }

  /** A text with the words that matched set off. @param {string} text @param {string[]} words */
  marked(text, words) {
    const wanted = new Set(words);
    return text.split(/(\s+)/).map((part) => {
      const [word = ""] = tokens(part);
      const hit = word && this.search && (wanted.has(word) || wanted.has(this.search.stem(word))) && !this.search.filler.has(word);
      return hit ? make("mark", {}, part) : part;
    });
  }

  /** @param {string[]} near */
  nearest(near) {
    const pages = this.search?.index.pages ?? [];
    const rows = near.map((url) => {
      const title = pages.find((page) => page.url === url)?.title ?? url;
      return make("li", {}, make("a", { href: new URL(url, SITE).href }, title));
    });
    const check = make("p", {}, make("a", { href: new URL("is-iop-right-for-me/", SITE).href }, this.say.check));
    return [make("ul", {}, ...rows), this.away(), check];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      this.choose((this.active + step + options.length + (this.active < 0 && step < 0 ? 1 : 0)) % options.length);
    } else if (event.key === "Enter" && options.length) {
      event.preventDefault();
      if (this.active < 0) this.choose(0);
      else this.follow(options[this.active]);
    } else if (event.key === "Escape" && this.input.value) {
      event.preventDefault();
      this.input.value = "";
      this.show();
    }
  }

  /** @param {number} place */
  choose(place) {
    this.active = place;
    [...this.list.children].forEach((option, other) => option.setAttribute("aria-selected", String(other === place)));
    this.input.setAttribute("aria-activedescendant", `ig-search-${place}`);
    this.list.children[place].scrollIntoView({ block: "nearest" });
  }

  /** @param {Element | null} option */
  follow(option) {
    const address = /** @type {HTMLElement | null} */ (option)?.dataset.address;
    if (address) {
      this.dialog.close();
      location.assign(address);
    }
  }
}

/** @type {Box | undefined} */
let box;

/** Opens the search. @param {boolean} spanish */
export function open(spanish) {
  if (!box) {
    box = new Box(spanish);
    box.start();
  }
  if (!box.dialog.open) box.dialog.showModal();
  box.input.focus();
  box.input.select();
}

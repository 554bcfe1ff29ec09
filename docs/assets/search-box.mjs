// @ts-check
// The search dialog: a combobox whose results appear while one types. What is typed stays in memory and goes nowhere.

import { Search } from "./search.mjs";
import { tokens } from "./search-words.mjs";

/** @typedef {import("./search.mjs").Hit} Hit */

const LONG = 150; // letters of a text that stand below a title
const FOLLOWED = "followed"; // why the dialog closed: the focus goes with the reader and not back to the button
const REST = 700; // milliseconds without a key after which the outcome is said aloud, once
const WORDS = {
  en: {
    label: "Search this site",
    hint: "Type a word, a name or a question. What you type stays on this page.",
    close: "Close",
    results: "Search results",
    loading: "Loading\u2026",
    count: (/** @type {number} */ shown, /** @type {number} */ total) =>
      total > shown ? `First ${shown} of ${total} pages` : shown === 1 ? "1 page found" : `${shown} pages found`,
    first: "First:",
    none: "No page matches these words.",
    nearest: "These come closest:",
    more: "What to do now",
    help: undefined,
    names: "All names from A to Z",
    check: "Is an IOP right for me?",
    key: "The / key opens the search",
    failed: "The search could not be loaded. The list from A to Z works without it.",
  },
  es: {
    label: "Buscar (en ingl\u00e9s)",
    hint: "Escriba una palabra o una pregunta. Lo que escribe se queda en esta p\u00e1gina.",
    close: "Cerrar",
    results: "Resultados",
    loading: "Cargando\u2026",
    count: (/** @type {number} */ shown, /** @type {number} */ total) =>
      total > shown ? `Primeras ${shown} de ${total} p\u00e1ginas` : shown === 1 ? "1 p\u00e1gina" : `${shown} p\u00e1ginas`,
    first: "Primera:",
    none: "Ninguna p\u00e1gina tiene estas palabras.",
    nearest: "Las m\u00e1s parecidas:",
    more: "Qu\u00e9 hacer ahora, en espa\u00f1ol",
    help: "es/#ig-main",
    names: "Todos los nombres de la A a la Z (en ingl\u00e9s)",
    check: "\u00bfEs un IOP para m\u00ed? (en ingl\u00e9s)",
    key: "La tecla / abre la b\u00fasqueda",
    failed: "No se pudo cargar la b\u00fasqueda. La lista de la A a la Z funciona sin ella.",
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

/** @param {string} address within the site @param {string} words */
function link(address, words) {
  return make("a", { class: "ig-search__link", href: new URL(address, SITE).href }, words);
}

/** Words and numbers to call. @param {string[][]} parts */
function calls(parts) {
  return parts.map(([words, address]) => (address ? make("a", { class: "ig-search__call", href: address }, words) : words));
}

/** Which of these words and gaps to show: those around the first that matched. @param {string[]} parts @param {number} first */
function around(parts, first) {
  let [from, to, length] = [first, first, 0];
  while (from > 0 && length < LONG / 3) length += parts[(from -= 1)].length;
  while (to < parts.length && length < LONG) length += parts[to++].length;
  return [from, to];
}

class Box {
  /** @param {HTMLElement} opener the button that gets the focus back */
  constructor(opener) {
    this.opener = opener;
    this.say = document.documentElement.lang === "es" ? WORDS.es : WORDS.en;
    /** @type {Search | undefined} */
    this.search = undefined;
    /** @type {Promise<void> | undefined} */
    this.learning = undefined;
    /** @type {Hit[]} */
    this.hits = [];
    this.active = -1;
    this.timer = 0;
    this.input = /** @type {HTMLInputElement} */ (
      make("input", {
        class: "ig-search__input", id: "ig-search-input", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
        "aria-controls": "ig-search-list", "aria-describedby": "ig-search-hint", autocomplete: "off", autocapitalize: "off", autocorrect: "off",
        spellcheck: "false", enterkeyhint: "search", maxlength: "150",
      })
    );
    this.hint = make("p", { class: "ig-search__hint", id: "ig-search-hint" }, this.say.hint);
    this.card = make("div", { class: "ig-search__card", role: "alert" });
    this.count = make("p", { class: "ig-search__count", "aria-hidden": "true" });
    this.status = make("p", { class: "ig-search__status", role: "status" });
    this.list = make("div", { class: "ig-search__list", id: "ig-search-list", role: "listbox", "aria-label": this.say.results, hidden: "" });
    this.none = make("div", { class: "ig-search__none" });
    this.dialog = this.frame();
    this.input.addEventListener("input", () => this.show());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("click", (event) => this.follow(event));
    this.dialog.addEventListener("close", () => this.dialog.returnValue === FOLLOWED || this.opener.focus({ preventScroll: true }));
    addEventListener("pagehide", () => this.forget());
  }

  frame() {
    const close = make("button", { class: "ig-search__close", type: "button" }, this.say.close);
    close.addEventListener("click", () => this.dialog.close());
    const label = make("label", { class: "ig-search__label", id: "ig-search-label", for: "ig-search-input" }, this.say.label);
    const top = make("div", { class: "ig-search__top" }, label, close, this.input);
    const parts = [top, this.hint, this.card, this.count, this.status, this.list, this.none, this.end()];
    const attributes = { class: "ig-search", "aria-labelledby": "ig-search-label" };
    return /** @type {HTMLDialogElement} */ (make("dialog", attributes, ...parts));
  }

  /** What always stands below the results: other ways to a page, the numbers of the page's own top, the switch of the / key. */
  end() {
    const crisis = [...(document.querySelector(".ig-crisis")?.children ?? [])].map((part) => part.cloneNode(true));
    const end = make(
      "div",
      { class: "ig-search__end" },
      make("p", {}, link("a-to-z/", this.say.names)),
      make("p", {}, link("is-iop-right-for-me/", this.say.check)),
      make("div", { class: "ig-crisis ig-search__crisis" }, ...crisis),
    );
    if (this.opener.hasAttribute("aria-keyshortcuts")) {
      const key = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", checked: "" }));
      key.addEventListener("change", () =>
        key.checked ? this.opener.setAttribute("aria-keyshortcuts", "/") : this.opener.removeAttribute("aria-keyshortcuts"),
      );
      end.append(make("label", { class: "ig-search__key" }, key, this.say.key));
    }
    return end;
  }

  // Opening and closing

  async open() {
    this.learning ??= this.learn();
    if (!this.dialog.isConnected) {
      const style = await (await load("search.css")).text();
      const sheet = document.styleSheets[0]; // the policy allows no other
      if (!this.dialog.isConnected) {
        sheet.insertRule(`@media all {${style}}`, sheet.cssRules.length);
        document.body.append(this.dialog); // once: moving an open dialog would end its being modal
      }
    }
    this.dialog.returnValue = "";
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.setAttribute("closedby", "closerequest"); // the second click of a double click must not close it
    setTimeout(() => this.dialog.setAttribute("closedby", "any"), REST);
    this.input.focus();
    this.input.select();
  }

  async learn() {
    try {
      if (!this.search) {
        this.search = new Search(await (await load("search-index.json")).json());
        this.show();
      }
      await this.search.read(await (await load("search-text.json")).json());
      this.refine();
    } catch {
      this.learning = undefined; // the next opening tries again
      if (!this.search) this.show();
    }
  }

  /** A link to a page closes the dialog, also when its place is on this very page. @param {MouseEvent} event */
  follow(event) {
    const target = /** @type {HTMLElement} */ (event.target).closest("a");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (target?.origin === location.origin && !elsewhere) this.dialog.close(FOLLOWED);
  }

  /** Leaves nothing for whoever comes back to this page. */
  forget() {
    this.input.value = "";
    this.show();
    this.dialog.close();
  }

  // Results

  find() {
    const query = this.input.value.trim();
    return query && this.search ? this.search.find(query, { typing: !this.input.value.endsWith(" ") }) : undefined;
  }

  show() {
    const query = this.input.value.trim();
    const found = this.find();
    const hits = (this.hits = found?.hits ?? []);
    this.hint.hidden = Boolean(query);
    this.danger(found?.card ?? "");
    this.list.replaceChildren(...hits.map((hit, place) => this.option(hit, place, found?.words ?? [])));
    this.list.hidden = !hits.length;
    this.input.setAttribute("aria-expanded", String(hits.length > 0));
    this.choose(-1);
    this.none.replaceChildren(...(found && !hits.length ? this.nearest(found.near) : []));
    if (!this.search && !this.learning) this.tell(this.say.failed);
    else if (!found) this.tell(query ? this.say.loading : "");
    else if (!hits.length) this.tell("", this.say.none);
    else {
      const count = this.say.count(hits.length, found.total);
      this.tell(count, `${count}. ${this.say.first} ${hits[0].title}`);
    }
  }

  /** Gives the results that stand there the sentences that matched, in place, so that a choice or a tap is not lost. */
  refine() {
    if (!this.hits.length) return this.show();
    const found = this.find();
    this.hits.forEach(({ url }, place) => {
      const hit = found?.hits.find((other) => other.url === url);
      if (hit) this.fill(this.list.children[place], hit, found?.words ?? []);
    });
  }

  /** Shows the outcome at once and says it aloud once, when the typing rests. @param {string} shown @param {string} [said] */
  tell(shown, said = shown) {
    this.count.textContent = shown;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.status.textContent = said), said ? REST : 0);
  }

  /** The card of a danger stands first and stays until the words change. @param {string} id */
  danger(id) {
    if (this.card.dataset.card === id) return;
    this.card.dataset.card = id;
    const card = this.search?.index.cards.find((other) => other.id === id);
    if (!card) return this.card.replaceChildren();
    const title = make("p", { class: "ig-search__danger", lang: "en" }, card.title);
    const text = make("p", { class: "ig-search__calls", lang: "en" }, ...calls(card.text));
    return this.card.replaceChildren(title, text, make("p", {}, link(this.say.help ?? card.url, this.say.more)));
  }

  /** @param {Hit} hit @param {number} place @param {string[]} words */
  option(hit, place, words) {
    const lang = hit.url.startsWith("es/") ? "es" : "en";
    const attributes = { class: "ig-search__hit", role: "option", id: `ig-search-${place}`, "aria-selected": "false", tabindex: "-1", lang };
    return this.fill(make("a", attributes), hit, words);
  }

  /** @param {Element} option @param {Hit} hit @param {string[]} words */
  fill(option, hit, words) {
    option.setAttribute("href", new URL(hit.url + (hit.anchor ? `#${hit.anchor}` : ""), SITE).href);
    option.replaceChildren(make("span", { class: "ig-search__title" }, hit.title));
    if (hit.heading) option.append(" ", make("span", { class: "ig-search__heading" }, hit.heading));
    if (hit.snippet) option.append(" ", make("span", { class: "ig-search__snippet" }, ...this.marked(hit.snippet, words)));
    return option;
  }

  /** A text with the words that matched set off. @param {string} text @param {string[]} words */
  marked(text, words) {
    const wanted = new Set(words);
    const matches = (/** @type {string} */ word) =>
      !this.search?.words.filler.has(word) && (wanted.has(word) || wanted.has(this.search?.words.stem(word) ?? ""));
    const parts = text.split(/([\p{L}\p{N}\u2019'.]*[\p{L}\p{N}])/u);
    const hits = parts.map((part) => tokens(part).some(matches));
    const [from, to] = text.length > LONG ? around(parts, Math.max(hits.indexOf(true), 0)) : [0, parts.length];
    const shown = parts.slice(from, to).map((part, place) => (hits[from + place] ? make("mark", {}, part) : part));
    return [from ? "\u2026" : "", ...shown, to < parts.length ? "\u2026" : ""];
  }

  /** @param {string[]} near */
  nearest(near) {
    const titles = new Map(this.search?.index.pages.map((page) => [page.url, page.title]));
    const rows = [...new Set(near)].map((url) => make("li", {}, link(url, titles.get(url) ?? url)));
    const none = make("p", {}, [this.say.none, rows.length ? this.say.nearest : ""].join(" "));
    return rows.length ? [none, make("ul", { lang: "en" }, ...rows)] : [none];
  }

  // Keys

  /** @param {KeyboardEvent} event */
  key(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (event.key === "Escape" && this.input.value) {
      event.preventDefault();
      this.input.value = "";
      this.show();
      this.input.focus();
    } else if (event.target === this.input && step && options.length) {
      event.preventDefault();
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.choose((from + step + options.length) % options.length);
    } else if (event.target === this.input && event.key === "Enter") {
      event.preventDefault();
      this.enter(/** @type {HTMLElement[]} */ (options));
    }
  }

  /** Opens what is chosen, or the first page; but puts away a keyboard on glass, and leads to a card before any page.
   * @param {HTMLElement[]} options */
  enter(options) {
    const call = this.card.querySelector("a");
    if (this.active >= 0) options[this.active].click();
    else if (matchMedia("(pointer: coarse)").matches) this.input.blur();
    else if (call) call.focus();
    else options[0]?.click();
  }

  /** @param {number} place of the option, or -1 for none */
  choose(place) {
    this.active = place;
    [...this.list.children].forEach((option, other) => option.setAttribute("aria-selected", String(other === place)));
    if (place < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `ig-search-${place}`);
    return this.list.children[place].scrollIntoView({ block: "nearest" });
  }
}

/** @type {Box | undefined} */
let box;

/** Opens the search. @param {HTMLElement} opener the button that was pressed */
export async function open(opener) {
  box ??= new Box(opener);
  await box.open();
}

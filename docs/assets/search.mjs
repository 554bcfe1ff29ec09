// @ts-check
// Finds pages for what a person types: endings, typos, other names and meanings of words. Pure; knows no page and no DOM.

import { Texts } from "./search-text.mjs";
import { edits, tokens, Words } from "./search-words.mjs";

/** @typedef {import("./search-words.mjs").Rules} Rules
 * @typedef {{id: string, title: string, text: string[][], url: string, topics: string[], signs: string[],
 *   unless: string[]}} Card
 * @typedef {[heading: string, first: string, anchor?: string]} Section
 * @typedef {{url: string, title: string, names: string, weight: number, foreign: boolean, sections: Section[]}} Entry
 * @typedef {Rules & {mark: string, same: string[][], contexts: string[], cards: Card[], pages: Entry[]}} Index
 * @typedef {{mark: string, pages: string[][]}} Sections
 * @typedef {{url: string, title: string, anchor: string, heading: string, snippet: string, score: number}} Hit
 * @typedef {{card: string, hits: Hit[], near: string[], words: string[], total: number}} Found
 * @typedef {{stem: string, quality: number}} Match */

const NAME = 5; // what a word of a name of a page is worth beside a word of its text
const TITLE = 1.4;
const HEADING = 0.2;
const MORE = 0.3; // each further name of a page that fits, beside the best
const EXACT = 1.5; // a name that is all that was said
const VERBATIM = 1.4; // such a name in the very words
const ALL = 0.5; // such a name counts at least half, however many pages bear its words
const COVER = 0.3; // how much a page loses that knows none of the words
const BODY = 0.5; // what a word in the text is worth beside a name
const MEANS = 0.9; // another word that means the same
const BEGINS = 0.7; // the word being typed
const TYPO = 0.95; // one edit; two edits count its square
const SLICE = 8; // milliseconds of reading texts after which keys and scrolling have their turn

export class Search {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
    this.words = new Words(index);
    /** @type {{page: number, text: string, stems: string[], weight: number, section: number}[]} */
    this.names = [];
    /** @type {Map<string, number[]>} */
    this.named = new Map();
    index.pages.forEach((entry, page) => this.learn(entry, page));
    this.means = this.meanings();
    this.cards = index.cards.map((card) => ({
      id: card.id,
      topics: card.topics.map(alternatives),
      signs: card.signs.map(alternatives),
      unless: card.unless.map(alternatives),
    }));
    this.texts = new Texts(this.words);
    for (const { sections } of index.pages) this.texts.add(...parts(sections));
    /** @type {[word: string, letters: number][]} */
    this.vocabulary = [];
    /** What slips were found to stand for: the words before the one being typed are not looked up again.
     * @type {Map<string, Match[]>} */
    this.slips = new Map();
    this.use(this.texts);
  }

  /** Takes the texts of all sections in place of their first sentences, without holding up the reader; but not those of another
   * build, which a browser may have kept. @param {Sections} texts */
  async read({ mark, pages }) {
    if (mark !== this.index.mark) return;
    const whole = new Texts(this.words);
    let start = performance.now();
    for (const [page, { sections }] of this.index.pages.entries()) {
      whole.add(parts(sections)[0], pages[page]);
      if (performance.now() - start < SLICE) continue;
      await new Promise((resolve) => setTimeout(resolve));
      start = performance.now();
    }
    this.use(whole);
  }

  /** @param {Texts} texts */
  use(texts) {
    this.texts = texts;
    this.vocabulary = [...new Set([...this.named.keys(), ...texts.times.keys()])].map((word) => [word, letterSet(word)]);
    this.slips = new Map();
  }

  /** @param {Entry} entry @param {number} page */
  learn(entry, page) {
    this.name(page, entry.title, TITLE, -1);
    for (const name of entry.names.split(",")) this.name(page, name, 1, -1);
    entry.sections.forEach(([heading], section) => heading && this.name(page, heading, HEADING, section));
  }

  /** @param {number} page @param {string} text @param {number} weight @param {number} section */
  name(page, text, weight, section) {
    const words = this.words.telling(tokens(text));
    const stems = [...new Set(words.map((word) => this.words.stem(word)))];
    const place = this.names.push({ page, text: words.join(" "), stems, weight, section }) - 1;
    for (const stem of stems) {
      const list = this.named.get(stem);
      if (list) list.push(place);
      else this.named.set(stem, [place]);
    }
  }

  /** @returns {Map<string, Set<string>>} */
  meanings() {
    const means = new Map();
    for (const group of this.index.same) {
      const stems = group.map((word) => this.words.stem(word));
      for (const stem of stems) means.set(stem, new Set([...(means.get(stem) ?? []), ...stems]));
    }
    return means;
  }

  /** What a typed word may stand for. @param {string} word @param {boolean} typing @param {number} [loose] @returns {Match[]} */
  matches(word, typing, loose = 0) {
    const stem = this.words.stem(word);
    const found = new Map();
    const known = this.texts.times.has(stem) || this.named.has(stem);
    if (known) found.set(stem, 1);
    for (const other of this.means.get(stem) ?? []) if (other !== stem) found.set(other, MEANS);
    if (typing && word.length > 2) {
      for (const [other] of this.vocabulary) if (other.startsWith(word) && !found.has(other)) found.set(other, BEGINS);
    }
    if (!found.size || (known && this.foreign(stem))) for (const { stem: other, quality } of this.typos(word, stem, loose)) found.set(other, quality);
    return [...found].map(([other, quality]) => ({ stem: other, quality }));
  }

  /** Whether only pages in another language bear a word: "depresion" may be Spanish or a slip. @param {string} stem */
  foreign(stem) {
    const named = (this.named.get(stem) ?? []).map((place) => this.names[place].page);
    return [...named, ...(this.texts.times.get(stem)?.keys() ?? [])].every((page) => this.index.pages[page].foreign);
  }

  /** @param {string} word @param {string} stem @param {number} [loose] edits more than usual @returns {Match[]} */
  typos(word, stem, loose = 0) {
    const most = (word.length < 4 ? 0 : word.length < 8 ? 1 : 2) + loose;
    const known = this.slips.get(`${word} ${most}`);
    if (known) return known;
    /** @type {Match[]} */
    let best = [];
    let least = most;
    if (!most) return best;
    const letters = letterSet(stem) | letterSet(word);
    for (const [other, its] of this.vocabulary) {
      if (other === stem || bits(its & ~letters) > least) continue;
      const distance = Math.min(edits(stem, other, least), edits(word, other, least));
      if (distance < least || (distance === least && !best.length)) best = [];
      if (distance <= least) {
        least = distance;
        best.push({ stem: other, quality: TYPO ** distance * (other[0] === word[0] ? 1 : 0.8) });
      }
    }
    const close = best.flatMap(({ stem: other, quality }) =>
      [...(this.means.get(other) ?? [])].map((more) => ({ stem: more, quality: quality * MEANS })),
    );
    this.slips.set(`${word} ${most}`, [...close, ...best]);
    return [...close, ...best];
  }

  /** The telling words of a query, each with what it may stand for.
   * @param {string} query @param {boolean} typing @param {number} [loose] @returns {{text: string, matches: Match[]}[]} */
  understand(query, typing, loose = 0) {
    const words = this.words.telling(this.joined(tokens(query)));
    return words.map((text, place) => ({ text, matches: this.matches(text, typing && place === words.length - 1, loose) }));
  }

  /** @param {string} word */
  knows(word) {
    const stem = this.words.stem(word);
    return this.texts.times.has(stem) || this.named.has(stem);
  }

  /** Two words that are one, such as "bi polar" and "out patiant", put together. @param {string[]} words */
  joined(words) {
    /** @type {string[]} */
    const found = [];
    for (let place = 0; place < words.length; place += 1) {
      const [one, other] = [words[place], words[place + 1] ?? ""];
      const both = one + other;
      const odd = !this.knows(one) || !this.knows(other);
      const whole = other && odd && both.length > 5 && (this.knows(both) || (both.length > 7 && this.typos(both, this.words.stem(both)).length));
      found.push(whole ? both : one);
      if (whole) place += 1;
    }
    return found;
  }

  /** @param {string} query @param {{typing?: boolean, limit?: number}} [options] @returns {Found} */
  find(query, { typing = false, limit = 8 } = {}) {
    let read = this.understand(query, typing);
    if (read.every(({ matches }) => !matches.length)) read = this.understand(query, typing, 1);
    const scores = new Map();
    const sections = new Map();
    for (const { matches } of read) this.addWords(matches, scores);
    this.addNames(read, this.words.telling(tokens(query)).join(" "), scores, sections);
    const ranked = [...scores]
      .map(([page, score]) => ({ page, score: score * this.index.pages[page].weight }))
      .sort((one, other) => other.score - one.score || one.page - other.page)
      .slice(0, limit);
    return {
      card: this.card(query),
      hits: ranked.map(({ page, score }) => this.hit(page, score, read, sections.get(page)?.section ?? -1)),
      near: ranked.length ? [] : this.near(query),
      total: scores.size,
      words: read.flatMap(({ text, matches }) => [text, ...matches.map((match) => match.stem)]),
    };
  }

  /** @param {Match[]} matches @param {Map<number, number>} scores */
  addWords(matches, scores) {
    const best = new Map();
    for (const { stem, quality } of matches) {
      for (const [page, weight] of this.texts.weights(stem)) best.set(page, Math.max(best.get(page) ?? 0, BODY * weight * quality));
    }
    for (const [page, score] of best) scores.set(page, (scores.get(page) ?? 0) + score);
  }

  /** Each word counts once a page, for the name it fits best; a name counts by how much of it was said.
   * @param {{matches: Match[]}[]} read @param {string} typed @param {Map<number, number>} scores
   * @param {Map<number, {section: number, worth: number}>} sections */
  addNames(read, typed, scores, sections) {
    const said = this.said(read);
    const known = new Map();
    for (const { matches } of read) {
      const best = new Map();
      const sum = new Map();
      for (const { stem, quality } of matches) {
        for (const place of this.named.get(stem) ?? []) {
          const { page, weight, section, stems } = this.names[place];
          const whole = (said.get(place) ?? 0) / stems.length;
          const exact = whole >= 1 && stems.length === read.length;
          const verbatim = this.names[place].text === typed ? VERBATIM : 1;
          const rarity = exact ? verbatim * EXACT * Math.max(this.rarity(stem), ALL) : this.rarity(stem);
          const worth = NAME * weight * quality * rarity * whole; // a name half said is worth half
          best.set(page, Math.max(best.get(page) ?? 0, worth));
          sum.set(page, (sum.get(page) ?? 0) + worth);
          if (section >= 0 && worth > (sections.get(page)?.worth ?? 0)) sections.set(page, { section, worth });
        }
      }
      for (const [page, worth] of best) {
        const more = Math.min(MORE * ((sum.get(page) ?? 0) - worth), worth / 2);
        scores.set(page, (scores.get(page) ?? 0) + worth + more);
        known.set(page, (known.get(page) ?? 0) + 1);
      }
    }
    for (const [page, score] of scores) scores.set(page, score * (1 - COVER + (COVER * Math.min(known.get(page) ?? 0, read.length)) / read.length));
  }

  /** How many words of each name were said, a doubtful word counting less. @param {{matches: Match[]}[]} read @returns {Map<number, number>} */
  said(read) {
    const best = new Map();
    for (const { matches } of read) {
      for (const { stem, quality } of matches) best.set(stem, Math.max(best.get(stem) ?? 0, quality));
    }
    const said = new Map();
    for (const [stem, quality] of best) {
      for (const place of this.named.get(stem) ?? []) said.set(place, (said.get(place) ?? 0) + quality);
    }
    return said;
  }

  /** A word that many pages bear as a name says less. @param {string} stem */
  rarity(stem) {
    const pages = this.index.pages.length;
    const bearers = new Set((this.named.get(stem) ?? []).map((place) => this.names[place].page)).size;
    return Math.log(1 + pages / (0.5 + bearers)) / Math.log(1 + pages);
  }

  /** @param {number} page @param {number} score @param {{matches: Match[]}[]} read @param {number} named @returns {Hit} */
  hit(page, score, read, named) {
    const entry = this.index.pages[page];
    const wanted = read.map(({ matches }) => new Map(matches.map((match) => [match.stem, match.quality])));
    let best = { section: Math.max(named, 0), worth: named >= 0 ? 1.5 : 0.2 };
    this.texts.sections[page].forEach(({ stems }, section) => {
      const worths = wanted.map((match) => Math.max(0, ...[...match].map(([stem, quality]) => (stems.has(stem) ? quality : 0))));
      const worth = worths.reduce((sum, one) => sum + one, section === named ? 0.6 : 0);
      if (worth > best.worth + 0.01) best = { section, worth };
    });
    const [heading, , anchor = slug(heading)] = entry.sections[best.section] ?? ["", ""];
    return { url: entry.url, title: entry.title, anchor, heading, score, snippet: this.texts.sentence(page, best.section, wanted) };
  }

  /** The card of a danger that the words speak of, or "". @param {string} query */
  card(query) {
    const words = tokens(query);
    const exact = (/** @type {string} */ wanted) => words.includes(wanted);
    const nearly = (/** @type {string} */ wanted) =>
      exact(wanted) || (wanted.length > 5 && words.some((word) => word[0] === wanted[0] && edits(word, wanted, 1) <= 1));
    const any = (/** @type {string[][][]} */ signs, /** @type {(wanted: string) => boolean} */ test) =>
      signs.some((sign) => sign.every((either) => either.some(test)));
    const studied = this.index.contexts.some(exact);
    const found = this.cards.find((card) => any(studied ? card.signs : [...card.topics, ...card.signs], nearly) && !any(card.unless, exact));
    return found?.id ?? "";
  }

  /** Names that look like the query, for when nothing was found. @param {string} query */
  near(query) {
    const word = tokens(query).sort((one, other) => other.length - one.length)[0] ?? "";
    return this.vocabulary
      .map(([other]) => ({ other, distance: edits(word, other, 4) }))
      .filter(({ distance }) => distance < word.length / 2)
      .sort((one, other) => one.distance - other.distance)
      .slice(0, 5)
      .flatMap(({ other }) => this.bearer(other));
  }

  /** The page that bears a word most plainly, in its title if any does. @param {string} stem @returns {string[]} */
  bearer(stem) {
    const places = (this.named.get(stem) ?? []).map((place) => this.names[place]).sort((one, other) => other.weight - one.weight);
    return places.slice(0, 1).map(({ page }) => this.index.pages[page].url);
  }
}

/** The letters of a word as bits, to see at a glance that two words have too little in common. @param {string} word */
function letterSet(word) {
  let set = 0;
  for (let place = 0; place < word.length; place += 1) set |= 1 << (word.charCodeAt(place) % 31);
  return set;
}

/** @param {number} set */
function bits(set) {
  let count = 0;
  for (let rest = set; rest; rest &= rest - 1) count += 1;
  return count;
}

/** A sign such as "cant/not breathe" as a list of words, each with its alternatives. @param {string} sign */
function alternatives(sign) {
  return sign.split(" ").map((either) => either.split("/"));
}

/** The headings and the first sentences of a page. @param {Section[]} sections @returns {[string[], string[]]} */
function parts(sections) {
  return [sections.map(([heading]) => heading), sections.map(([, first]) => first)];
}

/** The anchor of a heading, unless the index names another. @param {string} heading */
function slug(heading) {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-");
}

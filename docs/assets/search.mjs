// @ts-check
// Finds pages for what a person types: endings, typos, other names and meanings of words. Pure; knows no page and no DOM.
// How words are cut, and which words mean the same, comes with the index (iopguide/search_index.py), so both sides agree.

/** @typedef {[string, string, number]} Ending
 * @typedef {{id: string, signs: string[], unless: string[]}} Card
 * @typedef {[heading: string, first: string, anchor?: string]} Section
 * @typedef {{url: string, title: string, names: string[], weight: number, foreign: boolean, sections: Section[]}} Entry
 * @typedef {{filler: string[], endings: Ending[], suffixes: Ending[], same: string[][], cards: Card[], pages: Entry[],
 *   words: Record<string, string>}} Index
 * @typedef {{url: string, title: string, anchor: string, heading: string, snippet: string, score: number}} Hit
 * @typedef {{card: string, hits: Hit[], near: string[], words: string[]}} Found
 * @typedef {{stem: string, quality: number}} Match */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STEP = 1; // an impact of 1 is stored as 1
const NAME = 5; // what a word of a name of a page is worth beside a word of its text
const TITLE = 1.4;
const HEADING = 0.2;
const WHOLE = 1; // a name half said is worth half
const MORE = 0.3; // each further name of a page that fits, beside the best
const EXACT = 1.5; // a name that is all that was said
const VERBATIM = 1.4; // such a name in the very words
const ALL = 0.5; // such a name counts at least half, however many pages bear its words
const COVER = 0.3; // how much a page loses that knows none of the words
const BODY = 0.8; // what a word in the text is worth beside a name
const MEANS = 0.9; // another word that means the same
const BEGINS = 0.7; // the word being typed
const TYPO = 0.95; // one edit; two edits count its square

/** @param {string} text */
export function tokens(text) {
  return (
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f\u2019']/g, "")
      .match(/[a-z0-9]+(?:\.[0-9]+)?/g) ?? []
  );
}

/** @param {string} word @param {Ending[]} endings */
function cut(word, endings) {
  for (const [ending, replacement, least] of endings) {
    if (word.endsWith(ending) && word.length - ending.length >= least) {
      return word.slice(0, word.length - ending.length) + replacement;
    }
  }
  return word;
}

/** Edits between two words (insert, delete, replace, swap neighbors); more than `most` counts as Infinity.
 * @param {string} one @param {string} other @param {number} most */
export function edits(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return Infinity;
  let before = /** @type {number[]} */ ([]);
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length] <= most ? last[other.length] : Infinity;
}

export class Search {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
    this.filler = new Set(index.filler);
    /** @type {Map<string, [page: number, impact: number][]>} */
    this.postings = new Map(Object.entries(index.words).map(([stem, packed]) => [stem, unpack(packed)]));
    /** @type {{page: number, text: string, stems: string[], weight: number, section: number}[]} */
    this.names = [];
    /** @type {Map<string, number[]>} */
    this.named = new Map();
    index.pages.forEach((entry, page) => this.learn(entry, page));
    /** @type {[word: string, letters: number][]} */
    this.vocabulary = [...new Set([...this.postings.keys(), ...this.named.keys()])].map((word) => [word, letterSet(word)]);
    this.means = this.meanings();
    /** What slips were found to stand for: the words before the one being typed are not looked up again.
     * @type {Map<string, Match[]>} */
    this.slips = new Map();
    this.cards = index.cards.map((card) => ({
      id: card.id,
      signs: card.signs.map(alternatives),
      unless: card.unless.map(alternatives),
    }));
  }

  /** @param {string} word */
  stem(word) {
    const short = cut(cut(word, this.index.endings), this.index.suffixes);
    const last = short.at(-1) ?? "";
    return short.length > 3 && last === short.at(-2) && !"aeiouls".includes(last) ? short.slice(0, -1) : short;
  }

  /** @param {string} text */
  stems(text) {
    const words = tokens(text);
    const telling = words.filter((word) => !this.filler.has(word));
    return (telling.length ? telling : words).map((word) => this.stem(word));
  }

  /** @param {Entry} entry @param {number} page */
  learn(entry, page) {
    this.name(page, entry.title, TITLE, -1);
    for (const name of entry.names) this.name(page, name, 1, -1);
    entry.sections.forEach(([heading], section) => heading && this.name(page, heading, HEADING, section));
  }

  /** @param {number} page @param {string} text @param {number} weight @param {number} section */
  name(page, text, weight, section) {
    const stems = [...new Set(this.stems(text))];
    const place = this.names.push({ page, text: tokens(text).join(" "), stems, weight, section }) - 1;
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
      const stems = group.map((word) => this.stem(word));
      for (const stem of stems) means.set(stem, new Set([...(means.get(stem) ?? []), ...stems]));
    }
    return means;
  }

  /** What a typed word may stand for. @param {string} word @param {boolean} typing @param {number} [loose] @returns {Match[]} */
  matches(word, typing, loose = 0) {
    const stem = this.stem(word);
    const found = new Map();
    const known = this.postings.has(stem) || this.named.has(stem);
    if (known) found.set(stem, 1);
    for (const other of this.means.get(stem) ?? []) if (other !== stem) found.set(other, MEANS);
    if (typing && word.length > 2) {
      for (const [other] of this.vocabulary) if (other.startsWith(word) && !found.has(other)) found.set(other, BEGINS);
    }
    if (!found.size || this.foreign(stem)) for (const { stem: other, quality } of this.typos(word, stem, loose)) found.set(other, quality);
    return [...found].map(([other, quality]) => ({ stem: other, quality }));
  }

  /** Whether only pages in another language bear a word: "depresion" may be Spanish or a slip. @param {string} stem */
  foreign(stem) {
    return !this.postings.has(stem) && (this.named.get(stem) ?? []).every((place) => this.index.pages[this.names[place].page].foreign);
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
    const all = this.joined(tokens(query));
    const telling = all.filter((word) => !this.filler.has(word));
    const words = telling.length ? telling : all;
    return words.map((text, place) => ({ text, matches: this.matches(text, typing && place === words.length - 1, loose) }));
  }

  /** @param {string} word */
  knows(word) {
    const stem = this.stem(word);
    return this.postings.has(stem) || this.named.has(stem);
  }

  /** Two words that are one, such as "bi polar" and "out patiant", put together. @param {string[]} words */
  joined(words) {
    /** @type {string[]} */
    const found = [];
    for (let place = 0; place < words.length; place += 1) {
      const [one, other] = [words[place], words[place + 1] ?? ""];
      const both = one + other;
      const odd = !this.knows(one) || !this.knows(other);
      const whole = other && odd && both.length > 5 && (this.knows(both) || (both.length > 7 && this.typos(both, this.stem(both)).length));
      found.push(whole ? both : one);
      if (whole) place += 1;
    }
    return found;
  }

  /** @param {string} query @param {{typing?: boolean, limit?: number, texts?: string[][]}} [options] @returns {Found} */
  find(query, { typing = false, limit = 8, texts } = {}) {
    let read = this.understand(query, typing);
    if (read.every(({ matches }) => !matches.length)) read = this.understand(query, typing, 1);
    const scores = new Map();
    const sections = new Map();
    for (const { matches } of read) this.addWords(matches, scores);
    this.addNames(read, tokens(query).join(" "), scores, sections);
    const ranked = [...scores]
      .map(([page, score]) => ({ page, score: score * this.index.pages[page].weight }))
      .sort((one, other) => other.score - one.score || one.page - other.page)
      .slice(0, limit);
    return {
      card: this.card(query),
      hits: ranked.map(({ page, score }) => this.hit(page, score, read, sections.get(page)?.section ?? -1, texts)),
      near: ranked.length ? [] : this.near(query),
      words: read.flatMap(({ text, matches }) => [text, ...matches.map((match) => match.stem)]),
    };
  }

  /** @param {Match[]} matches @param {Map<number, number>} scores */
  addWords(matches, scores) {
    const best = new Map();
    for (const { stem, quality } of matches) {
      for (const [page, impact] of this.postings.get(stem) ?? []) best.set(page, Math.max(best.get(page) ?? 0, BODY * impact * quality));
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
          const worth = NAME * weight * quality * rarity * whole ** WHOLE;
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

  /** @param {number} page @param {number} score @param {{text: string, matches: Match[]}[]} read @param {number} named
   * @param {string[][]} [texts] @returns {Hit} */
  hit(page, score, read, named, texts) {
    const entry = this.index.pages[page];
    const wanted = read.map(({ matches }) => new Map(matches.map((match) => [match.stem, match.quality])));
    let best = { section: Math.max(named, 0), worth: named >= 0 ? 1.5 : 0.2 };
    entry.sections.forEach(([heading, first], section) => {
      const stems = new Set([...this.stems(`${heading} ${texts?.[page]?.[section] ?? first}`)]);
      const worth = wanted.reduce((sum, match) => sum + Math.max(0, ...[...match].filter(([stem]) => stems.has(stem)).map(([, quality]) => quality)), section === named ? 0.6 : 0);
      if (worth > best.worth + 0.01) best = { section, worth };
    });
    const [heading, first, anchor = slug(heading)] = entry.sections[best.section] ?? ["", ""];
    return { url: entry.url, title: entry.title, anchor, heading, score, snippet: this.snippet(texts?.[page]?.[best.section] ?? first, wanted) };
  }

  /** The sentence of a text with most of the wanted words. @param {string} text @param {Map<string, number>[]} wanted */
  snippet(text, wanted) {
    const sentences = text.match(/[^.?!]+[.?!]*\s*/g) ?? [text];
    let best = { worth: -1, sentence: "" };
    for (const sentence of sentences) {
      const stems = new Set(this.stems(sentence));
      const worth = wanted.filter((match) => [...match.keys()].some((stem) => stems.has(stem))).length;
      if (worth > best.worth) best = { worth, sentence };
    }
    return best.sentence.trim().slice(0, 220);
  }

  /** The card of a danger that the words speak of, or "". @param {string} query */
  card(query) {
    const words = tokens(query);
    const exact = (/** @type {string} */ wanted) => words.includes(wanted);
    const nearly = (/** @type {string} */ wanted) =>
      exact(wanted) || (wanted.length > 5 && words.some((word) => word[0] === wanted[0] && edits(word, wanted, 1) <= 1));
    const found = this.cards.find(
      (card) => card.signs.some((sign) => sign.every((either) => either.some(nearly))) && !card.unless.some((sign) => sign.every((either) => either.some(exact))),
    );
    return found?.id ?? "";
  }

  /** Names that look like the query, for when nothing was found. @param {string} query */
  near(query) {
    const word = tokens(query).sort((one, other) => other.length - one.length)[0] ?? "";
    return this.vocabulary
      .map(([other]) => ({ other, distance: edits(word, other, 4) }))
      .filter(({ distance }) => distance < 5)
      .sort((one, other) => one.distance - other.distance)
      .slice(0, 5)
      .flatMap(({ other }) => (this.named.get(other) ?? []).slice(0, 1).map((place) => this.index.pages[this.names[place].page].url));
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

/** The anchor of a heading, unless the index names another. @param {string} heading */
function slug(heading) {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9_\s-]/g, "")
    .trim()
    .replace(/[-\s]+/g, "-");
}

/** @param {string} packed @returns {[number, number][]} */
function unpack(packed) {
  /** @type {[number, number][]} */
  const list = [];
  for (let place = 0; place < packed.length; place += 3) {
    list.push([DIGITS.indexOf(packed[place]) * 64 + DIGITS.indexOf(packed[place + 1]), DIGITS.indexOf(packed[place + 2]) / STEP]);
  }
  return list;
}

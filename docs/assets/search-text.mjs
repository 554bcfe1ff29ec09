// @ts-check
// The texts of the pages: how much a word weighs on each page, and which sentence of a section answers best.

/** @typedef {import("./search-words.mjs").Words} Words */

const SATURATION = 1.2; // the usual constants of BM25
const LENGTH = 0.75;

export class Texts {
  /** @param {Words} words */
  constructor(words) {
    this.words = words;
    /** How often each stem stands on which pages. @type {Map<string, Map<number, number>>} */
    this.times = new Map();
    /** Stems on each page. @type {number[]} */
    this.lengths = [];
    this.total = 0;
    /** @type {{text: string, stems: Set<string>}[][]} */
    this.sections = [];
  }

  /** Learns the next page. @param {string[]} headings @param {string[]} texts */
  add(headings, texts) {
    const page = this.lengths.length;
    const sections = texts.map((text, place) => this.words.stems(`${headings[place]} ${text}`));
    for (const stem of sections.flat()) {
      const times = this.times.get(stem) ?? new Map();
      this.times.set(stem, times.set(page, (times.get(page) ?? 0) + 1));
    }
    const length = sections.flat().length;
    this.lengths.push(length);
    this.total += length;
    this.sections.push(sections.map((stems, place) => ({ text: texts[place], stems: new Set(stems) })));
  }

  /** What a word weighs on each page that has it (BM25). @param {string} stem @returns {[page: number, weight: number][]} */
  weights(stem) {
    const times = this.times.get(stem) ?? new Map();
    const pages = this.lengths.length;
    const rarity = Math.log(1 + (pages - times.size + 0.5) / (times.size + 0.5));
    return [...times].map(([page, count]) => {
      const length = 1 - LENGTH + (LENGTH * this.lengths[page] * pages) / this.total;
      return [page, (rarity * count * (SATURATION + 1)) / (count + SATURATION * length)];
    });
  }

  /** The sentence of a section with most of the wanted words, each with what it may stand for.
   * @param {number} page @param {number} section @param {Map<string, number>[]} wanted */
  sentence(page, section, wanted) {
    const { text = "" } = this.sections[page][section] ?? {};
    let best = { worth: -1, sentence: "" };
    for (const sentence of text.match(/[^.?!]+[.?!]*\s*/g) ?? [text]) {
      const stems = new Set(this.words.stems(sentence));
      const worth = wanted.filter((match) => [...match.keys()].some((stem) => stems.has(stem))).length;
      if (worth > best.worth) best = { worth, sentence };
    }
    return best.sentence.trim();
  }
}

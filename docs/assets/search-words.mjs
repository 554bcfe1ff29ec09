// @ts-check
// How a text is cut into words and a word into its stem. The rules come with the index (iopguide/search_words.py), so that
// the browser and the generator cut alike.

/** @typedef {[string, string, number]} Ending
 * @typedef {{filler: string[], endings: Ending[], suffixes: Ending[]}} Rules */

/** @param {string} text @returns {string[]} */
export function tokens(text) {
  return (
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f\u2018\u2019\u02bc\u00b4`'\u00ad]/g, "")
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

export class Words {
  /** @param {Rules} rules */
  constructor(rules) {
    this.rules = rules;
    this.filler = new Set(rules.filler);
    /** @type {Map<string, string>} */
    this.known = new Map();
  }

  /** A word without its endings; kept, since the same words come again at every key. @param {string} word */
  stem(word) {
    let stem = this.known.get(word);
    if (stem === undefined) this.known.set(word, (stem = this.cut(word)));
    return stem;
  }

  /** @param {string} word */
  cut(word) {
    const short = cut(cut(word, this.rules.endings), this.rules.suffixes);
    const last = short.at(-1) ?? "";
    return short.length > 3 && last === short.at(-2) && !"aeiouls".includes(last) ? short.slice(0, -1) : short;
  }

  /** The words without filler words; with them if there are no others. @param {string[]} words */
  telling(words) {
    const telling = words.filter((word) => !this.filler.has(word));
    return telling.length ? telling : words;
  }

  /** @param {string} text */
  stems(text) {
    return this.telling(tokens(text)).map((word) => this.stem(word));
  }
}

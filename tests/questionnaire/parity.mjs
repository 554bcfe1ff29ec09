// @ts-check
// Tries the engine on every set of answers and compares the deciding rule with what Python found.

import { deciding } from "./engine.mjs";

/** @param {import("./engine.mjs").Table} table @param {{id: string, values: string[][]}[]} axes @param {string} url */
export async function compare(table, axes, url) {
  const expected = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const place = axes.map(() => 0);
  /** @type {import("./engine.mjs").Answers} */
  const answers = Object.fromEntries(axes.map((axis) => [axis.id, axis.values[0]]));
  let different = 0;
  for (const rule of expected) {
    if (deciding(table, answers) !== rule) different += 1;
    for (let digit = axes.length - 1; digit >= 0; digit -= 1) {
      const { id, values } = axes[digit];
      place[digit] = (place[digit] + 1) % values.length;
      answers[id] = values[place[digit]];
      if (place[digit]) break;
    }
  }
  return { compared: expected.length, different };
}

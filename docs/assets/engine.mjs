// @ts-check
// From answers to a result: the first rule that is true. Pure; the same as iopguide/rules.py, proved to agree with it.

/** @typedef {{question?: string, answers?: string[], all?: Condition[], any?: Condition[], points?: number,
 *   counting_skips?: boolean, skipped?: string, at_least?: number}} Condition
 * @typedef {{id: string, when?: Condition, group?: "safety" | "others", points?: Record<string, number>}} Question
 * @typedef {{questions: Question[], rules: {id: string, then: string, when: Condition}[],
 *   notes: {id: string, when: Condition, at_once: boolean}[]}} Table
 * @typedef {Record<string, string[]>} Answers for each question its marked answers
 * @typedef {{outcome: string, rule: string, reasons: [string, string][], notes: string[], skipped: string[]}} Verdict */

export const UNSURE = "unsure";

/** @param {Answers} answers @param {string} question @param {string[]} wanted */
function marked(answers, question, wanted) {
  const given = answers[question];
  return given !== undefined && given.some((answer) => wanted.includes(answer));
}

/** @param {Table} table @param {Answers} answers @param {string} [group] @returns {Question[]} */
function skips(table, answers, group) {
  return table.questions.filter(
    (question) => question.group && (!group || question.group === group) && answers[question.id]?.includes(UNSURE),
  );
}

/** @param {Table} table @param {Answers} answers @returns {{reason: [string, string], points: number}[]} */
function pointed(table, answers) {
  return table.questions.flatMap((question) =>
    Object.entries(question.points ?? {})
      .filter(([answer]) => answers[question.id]?.includes(answer))
      .map(([answer, points]) => ({ reason: /** @type {[string, string]} */ ([question.id, answer]), points })),
  );
}

/** Whether a condition is true. @param {Condition} condition @param {Table} table @param {Answers} answers @returns {boolean} */
export function holds(condition, table, answers) {
  if (condition.question) return marked(answers, condition.question, condition.answers ?? []);
  if (condition.all) return condition.all.every((part) => holds(part, table, answers));
  if (condition.any) return condition.any.some((part) => holds(part, table, answers));
  if (condition.points) {
    const total = pointed(table, answers).reduce((sum, item) => sum + item.points, 0);
    return total + (condition.counting_skips ? skips(table, answers).length : 0) >= condition.points;
  }
  if (condition.skipped) return skips(table, answers, condition.skipped).length >= (condition.at_least ?? 1);
  return true;
}

/** The place of the deciding rule. @param {Table} table @param {Answers} answers */
export function deciding(table, answers) {
  return table.rules.findIndex((rule) => holds(rule.when, table, answers));
}

/** The answers because of which a true condition is true.
 * @param {Condition} condition @param {Table} table @param {Answers} answers @returns {[string, string][]} */
function named(condition, table, answers) {
  const parts = condition.all ?? condition.any;
  if (parts) return parts.filter((part) => holds(part, table, answers)).flatMap((part) => named(part, table, answers));
  const { question, answers: wanted = [] } = condition;
  if (question) return wanted.filter((answer) => answers[question]?.includes(answer)).map((answer) => [question, answer]);
  if (condition.points) {
    return pointed(table, answers)
      .sort((one, other) => other.points - one.points)
      .map((item) => item.reason);
  }
  if (!condition.skipped) return [];
  return skips(table, answers, condition.skipped).map((skipped) => [skipped.id, UNSURE]);
}

/** The questions that a person with these answers is asked, in order, each with its answers or as skipped.
 * @param {Table} table @param {Answers} answers @returns {Answers} */
export function asked(table, answers) {
  /** @type {Answers} */
  const given = {};
  for (const question of table.questions) {
    if (!question.when || holds(question.when, table, given)) {
      given[question.id] = orSkip(answers[question.id]);
    }
  }
  return given;
}

/** The notes that apply. @param {Table} table @param {Answers} given @returns {string[]} */
export function notes(table, given) {
  return table.notes.filter((note) => holds(note.when, table, given)).map((note) => note.id);
}

/** The result for these answers, setup included. A question left open counts as skipped.
 * @param {Table} table @param {Answers} answers @returns {Verdict} */
export function evaluate(table, answers) {
  const given = asked(table, answers);
  const rule = table.rules[deciding(table, given)];
  const same = table.rules.filter((other) => other.then === rule.then && holds(other.when, table, given));
  const reasons = new Map(same.flatMap((other) => named(other.when, table, given)).map((reason) => [reason.join(), reason]));
  return {
    outcome: rule.then,
    rule: rule.id,
    reasons: [...reasons.values()],
    notes: notes(table, { ...setup(answers), ...given }),
    skipped: Object.keys(given).filter((question) => given[question].includes(UNSURE)),
  };
}

/** @param {Answers} answers @returns {Answers} */
function setup(answers) {
  return { who: orSkip(answers.who), age: orSkip(answers.age) };
}

/** What is marked; a question left open counts as skipped. @param {string[]} [marked] */
function orSkip(marked) {
  return marked?.length ? marked : [UNSURE];
}

// What check-table.mjs holds. The build writes it from content/questionnaire.yml: iopguide/questionnaire_page.py, script.

/** Stands in the page too, so that questions and rules of one build go together. */
export const mark: string;

export const table: import("./engine.mjs").Table;

/** The reasons that answers give in words of their own, for the person and for someone else. */
export const because: Record<string, Record<string, [me: string, them: string]>>;

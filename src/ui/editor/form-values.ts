// Defines what the form of a target holds: the text of each field, as it was typed.
import type { Words } from "#ui/words/words.ts";

/** Every field has a label, and is named as it. */
export type FieldName = keyof Words["editor"]["labels"];

/** Several boxes under one name are one text, with spaces between. */
export type FormValues = Readonly<Record<FieldName, string>>;

export const yes = "yes";
export const no = "no";

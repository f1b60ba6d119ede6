// Tells a step in short, in one line: runs keep it as the condition that failed.
import { cutTold } from "#domain/conditions/condition.ts";

/** `css "main .price"`, at most two hundred characters. */
export const tellStepOf = (kind: string, text: string): string =>
  cutTold(`${kind} "${text.replace(/\s+/g, " ")}"`);

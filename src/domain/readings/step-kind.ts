// Defines a kind of step: how it is prepared, and what it makes of what the step before
// gave. Each kind is a file in kinds/.
import type { ChildNode } from "domhandler";
import type { Answer } from "#domain/conditions/answer.ts";
import type { ReadValue, ReadValues } from "#domain/conditions/read-value.ts";
import type { PageDocument } from "./dom/page-document.ts";
import type { StepKindName, StepsByKind } from "./step.ts";

/** An answer, parsed once when the first step asks. `remove` takes elements off it. */
export type Page = {
  answer: Answer;
  document(): PageDocument;
  /** Its text as it came, without the elements that were taken off. */
  source(): string;
};

/** What a step gives to the next one. page: nothing was chosen of the answer yet. */
export type Material =
  | { kind: "page" }
  | { kind: "nodes"; nodes: readonly ChildNode[] }
  | { kind: "text"; text: string }
  | { kind: "json"; values: readonly unknown[] }
  /** A number or a date. */
  | { kind: "value"; value: ReadValue }
  /** Several values at once, each with a name of its own. */
  | { kind: "fields"; fields: ReadValues };

/** Why a step gave nothing. A clause: "found nothing". */
export type Unread = { unread: string };

/** What a step makes of its input. Never throws, whatever the answer. */
export type PreparedStep = (material: Material, page: Page) => Material | Unread;

/** Why a step cannot be taken. `at` is the place in the step. */
export type RefusedStep = { at: readonly string[]; refused: string };

export type StepKind<Kind extends StepKindName> = {
  prepare(step: StepsByKind[Kind]): PreparedStep | RefusedStep;
  /** The step in short, in one line: `css "main .price"`. */
  tell(step: StepsByKind[Kind]): string;
};

export const isUnread = (given: Material | Unread): given is Unread => "unread" in given;

export const isRefused = (given: PreparedStep | RefusedStep): given is RefusedStep =>
  "refused" in given;

export const nothingFound: Unread = { unread: "found nothing" };

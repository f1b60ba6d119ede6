// Says which fields of a document go with which kinds of targets.
import type { Kind, Target, TargetDraft } from "#domain/targets/target.ts";
import { invalidField } from "#http/problem.ts";

type FieldName = Exclude<keyof TargetDraft, "host">;

/** Why a heartbeat lacks a field: nothing is asked, so nothing is answered. */
const notOfHeartbeats: Partial<Record<FieldName, string>> = {
  url: "A heartbeat has no URL: its job runs elsewhere and reports here.",
  request: "A heartbeat has no request: its job runs elsewhere and reports here.",
  expect: "A heartbeat expects no answer: its job tells by itself how a run ended.",
  extract: "A heartbeat has no answer to read: its job reports its numbers itself.",
  changes: "A heartbeat has no readings that are compared.",
};

/** Whether targets of the kind have the field. */
export const hasField = (kind: Kind, field: string): boolean =>
  kind !== "heartbeat" || !(field in notOfHeartbeats);

/** Throws a Problem that names a field which the document's kind lacks. */
export function checkFields(document: { kind: Kind } & Record<string, unknown>): void {
  if (document.kind !== "heartbeat") return;
  for (const [field, detail] of Object.entries(notOfHeartbeats)) {
    const given = document[field];
    const isGiven = Array.isArray(given) ? given.length > 0 : (given ?? null) !== null;
    if (isGiven) throw invalidField("json", [field], detail);
  }
}

/**
 * Throws a Problem where a target would become a heartbeat or cease to be one: what it has
 * run until then is of another nature.
 */
export function checkKind(kind: Kind, stored: Pick<Target, "kind"> | null): void {
  if (stored === null || (stored.kind === "heartbeat") === (kind === "heartbeat")) return;
  const detail =
    kind === "heartbeat"
      ? "A page or a site cannot become a heartbeat: add a target."
      : "A heartbeat stays one: add a target.";
  throw invalidField("json", ["kind"], detail);
}

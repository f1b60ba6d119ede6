// Defines a part of a target's document: one field, and its way in and out.
import type { z } from "@hono/zod-openapi";
import type { Steps } from "#domain/readings/step.ts";
import type { Kind, Method, Target } from "#domain/targets/target.ts";

/** What a part may look at besides its own field. */
export type DraftSource = {
  now: number;
  /** The document's URL, checked; null for a heartbeat. */
  url: URL | null;
  kind: Kind;
  method: Method;
  /** The steps by which the document's readings are taken. */
  extract: Steps;
  /**
   * The target that the document replaces; null for a new one. What it has already is
   * taken as it is: it was valid when it was set.
   */
  stored: Target | null;
  /** Names the ping address of a new heartbeat. */
  newUuid: () => string;
};

export type Part<Schema extends z.ZodType, Value> = {
  /** What the field may hold, for validation and OpenAPI. */
  schema: Schema;
  /** The target's value; throws a Problem for rules that go beyond the schema. */
  parse(field: z.output<Schema>, source: DraftSource): Value;
  /** The field as a user would write it; undefined leaves the field out. */
  write(value: Value): z.input<Schema> | undefined;
  /** The field that a merge patch changes, where that is not the written field. */
  patchBase?(written: z.input<Schema>, target: Target, patch: unknown): unknown;
};

/** Gives a part back; TypeScript infers its types. */
export const part = <Schema extends z.ZodType, Value>(given: Part<Schema, Value>) =>
  given;

/** For a field whose value is the same in the document and in the target. */
export const asIs = <Value>(value: Value): Value => value;

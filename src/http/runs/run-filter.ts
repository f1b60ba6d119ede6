// Parses which runs of a target a request asks for, alike for lists and exports.
import { z } from "@hono/zod-openapi";
import { outcomes } from "#domain/runs/run.ts";
import { never } from "#domain/time/instants.ts";
import { momentField, orRelative } from "#http/fields.ts";
import type { RunQuery } from "#store/runs/history.ts";

export const runFilterFields = z.strictObject({
  from: momentField
    .optional()
    .openapi({ description: `Slots from here on. ${orRelative}` }),
  to: momentField.optional().openapi({ description: `Slots before this. ${orRelative}` }),
  outcome: z.enum(outcomes).optional(),
});

export type RunFilter = Omit<RunQuery, "limit">;

export const toRunFilter = (
  { from, to, outcome }: z.output<typeof runFilterFields>,
  now: number,
): RunFilter => ({
  from: from?.(now) ?? 0,
  to: to?.(now) ?? never,
  outcome: outcome ?? null,
});

// Tells how much of what an answer is about could not be decoded.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { Unreadable } from "#domain/runs/readable.ts";

/** The field of an answer. */
export const unreadable = z.int().optional().openapi({
  description:
    "Hours and days that could not be decoded and are left out; absent when there are none.",
});

/** The field's part of an answer; logs it as well. */
export function tellUnreadable(
  { log }: Pick<Deps, "log">,
  gaps: Unreadable,
): { unreadable?: number } {
  if (gaps.size === 0) return {};
  log({ event: "unreadable", rows: gaps.size });
  return { unreadable: gaps.size };
}

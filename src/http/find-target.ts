// Finds the target that a request names, by its id or by its key.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { findTarget, findTargetByKey } from "#store/targets/targets.ts";
import { Problem } from "./problem.ts";

export const targetKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "A key is 1 to 100 letters, digits, dots, dashes or underscores.",
  );

/** What a request calls a target. */
export type TargetName = { id: number } | { key: string };

/**
 * A target's name in a path. Digits alone are an id; "key:" may stand in front of any
 * key, and must stand in front of a key of digits.
 */
export const targetName = z
  .string()
  .transform((text, context): TargetName => {
    if (/^[1-9]\d{0,99}$/.test(text)) return { id: Number(text) };
    const key = text.startsWith("key:") ? text.slice(4) : text;
    const isDigits = /^\d+$/.test(text);
    if (!isDigits && targetKey.safeParse(key).success) return { key };
    context.addIssue({
      code: "custom",
      message:
        'This is the id of a target, a whole number from 1 on, or its key; a key of digits alone is written "key:17".',
    });
    return z.NEVER;
  })
  .openapi({
    type: ["integer", "string"],
    description:
      "The target's id, or its key. Digits alone are an id: a key of digits is written `key:17`.",
    example: 1,
  });

/** The target of a name; null when there is none. */
export const findNamed = async ({ db }: Pick<Deps, "db">, name: TargetName) =>
  "id" in name ? await findTarget(db, name.id) : await findTargetByKey(db, name.key);

/** Throws the Problem `not-found` when there is no target of that name. */
export async function getTarget(
  deps: Pick<Deps, "db">,
  name: TargetName,
): Promise<KnownTarget> {
  const known = await findNamed(deps, name);
  if (known !== null) return known;
  throw noTarget(name);
}

export function noTarget(name: TargetName): Problem {
  const called = "id" in name ? name.id : `with the key ${name.key}`;
  return new Problem("not-found", `There is no target ${called}.`);
}

export const idParam = z.object({ id: targetName });

// Finds the targets that a document names by id or key.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { noTarget, type TargetName, targetName } from "#http/find-target.ts";
import { invalid, type Problem } from "#http/problem.ts";
import { findBrief } from "#store/targets/find-targets.ts";

/** A target in a document: its id as a number, or its id or key as a text. */
export const namedTarget = z
  .union([z.int(), z.string()], { error: "This is the id or the key of a target." })
  .transform(String)
  .pipe(targetName)
  .openapi({ type: ["integer", "string"], example: "home" });

/** A target that a document names, and where in it. */
export type Named = { name: TargetName; path: readonly (string | number)[] };

/**
 * Finds the id of each of them, in order. Throws a Problem that says which there are not.
 * An id that the document had already may stay in it: its target is gone by now.
 */
export async function findAllNamed(
  { db }: Pick<Deps, "db">,
  named: readonly Named[],
  stored: readonly number[],
): Promise<number[]> {
  if (named.length === 0) return [];
  const names = named.map(({ name }) => name);
  const found = await findBrief(db, {
    ids: names.flatMap((name) => ("id" in name ? [name.id] : [])),
    keys: names.flatMap((name) => ("key" in name ? [name.key] : [])),
  });
  const ids = new Set([...stored, ...found.map(({ id }) => id)]);
  const byKey = new Map(found.map(({ key, id }) => [key, id]));
  const lookUp = (name: TargetName): number | undefined =>
    "key" in name ? byKey.get(name.key) : ids.has(name.id) ? name.id : undefined;
  const missing = named.filter(({ name }) => lookUp(name) === undefined);
  if (missing.length > 0) throw noneNamed(missing);
  return names.flatMap((name) => lookUp(name) ?? []);
}

/** Says of each name that there is no such target. */
export const noneNamed = (named: readonly Named[]): Problem =>
  invalid(
    named.map(({ name, path }) => ({
      code: "custom",
      path: [...path],
      message: noTarget(name).detail,
    })),
    "json",
  );

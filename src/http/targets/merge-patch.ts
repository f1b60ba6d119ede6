// Applies a merge patch (RFC 7396) to the document of a target.

import { isObject, type Json } from "#domain/json.ts";
import type { Target } from "#domain/targets/target.ts";
import { invalid } from "#http/problem.ts";
import { type ParsedDocument, patchBaseOf, TargetDocument } from "./target-document.ts";

/** Throws a Problem when the result is no valid document. */
export function mergePatch(target: Target, patch: Json): ParsedDocument {
  const merged = merge(patchBaseOf(target, patch), patch);
  const parsed = TargetDocument.safeParse(merged);
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  return parsed.data;
}

/** What is not named stays, and null takes away. */
export function merge(current: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Json = isObject(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value);
  }
  return merged;
}

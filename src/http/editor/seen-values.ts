// Remembers which values a form was filled in with, so that two who edit at the same time
// do not undo each other's work. Pure.
import type { Change } from "#ui/editor/conflict-view.tsx";
import type { FieldName, FormValues } from "#ui/editor/form-values.ts";

/** A fingerprint of each value, to be sent along with the form. */
export const writeSeen = (values: FormValues): string =>
  Object.entries(values)
    .map(([name, text]) => `${name}=${fingerprint(text)}`)
    .join(" ");

/** FNV-1a of 32 bits (isthe.com/chongo/tech/comp/fnv). Forging it fools the forger. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

type Merged = { values: FormValues; changes: Change[] };

/**
 * What a form is to hold after somebody else changed the target to `now`: what was typed,
 * and what is there now in the fields that nobody typed in.
 */
export function mergeTyped(seen: string, typed: FormValues, now: FormValues): Merged {
  const known = new Map(
    seen.split(" ").map((pair) => pair.split("=") as [string, string]),
  );
  const wasSeen = (field: FieldName, text: string) =>
    known.get(field) === fingerprint(text);
  const changes = (Object.keys(now) as FieldName[])
    .filter((field) => now[field] !== typed[field] && !wasSeen(field, now[field]))
    .map((field) => ({
      field,
      now: now[field],
      isTaken: wasSeen(field, typed[field]),
    }));
  const taken = changes.filter(({ isTaken }) => isTaken);
  return {
    values: {
      ...typed,
      ...Object.fromEntries(taken.map(({ field, now }) => [field, now])),
    },
    changes,
  };
}

// Gives the addresses of the pages of changes and contents.
import type { Change } from "#domain/changes/change.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { isoOf } from "./address.ts";
import { pathOfTarget } from "./target-head.tsx";

type Id = { id: number };

export const pathOfChanges = (target: Id): string => `${pathOfTarget(target)}/changes`;

/** The difference between two contents, each a hash or a word such as "previous". */
export const pathOfDiff = (
  target: Id,
  { from, to }: { from: string; to: string },
): string => `${pathOfTarget(target)}/diff?${new URLSearchParams({ from, to })}`;

/** A content as it was kept, which the API answers as text. */
export const pathOfContent = ({ id }: Id, hash: string): string =>
  `/api/targets/${id}/contents/${hash}`;

/** A run is due before it begins: its slot may have waited. */
const beforeMs = 10 * minuteMs;

/** The runs that saw a change, among the target's. */
export function addressOfRuns({ targetId, at, confirmedAt }: Change): string {
  const query = new URLSearchParams({
    from: isoOf(at - beforeMs),
    to: isoOf(confirmedAt + minuteMs),
  });
  return `${pathOfTarget({ id: targetId })}?${query}#runs`;
}

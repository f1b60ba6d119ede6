// Says of an incident how long it lasts, and what failed.
import type { Incident } from "#domain/incidents/incident.ts";
import { failureOf } from "#domain/notices/event.ts";
import { formatAge } from "#ui/screens/incident-brief.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";

export const sayLength = (
  { startedAt, closedAt }: Pick<Incident, "startedAt" | "closedAt">,
  viewer: Viewer,
): string => formatAge((closedAt ?? viewer.now) - startedAt, viewer);

export function sayFailure({ facts }: Pick<Incident, "facts">, { words }: Viewer) {
  const failure = failureOf(facts);
  return failure ? words.failures.explain(failure) : words.incidents.noFailure;
}

/** So many are named where little room is. */
const mostNamed = 3;

export function sayChildren({ children }: Pick<Incident, "children">, viewer: Viewer) {
  const names = Object.values(children);
  if (names.length === 0) return null;
  const named = viewer.words.overview.heading.list(names.slice(0, mostNamed));
  return viewer.words.incidents.children(
    named,
    counted(Math.max(0, names.length - mostNamed)),
  );
}

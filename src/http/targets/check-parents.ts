// Checks the targets that targets depend on: they are there, and none of them depends on
// the one that names it.
import type { Deps } from "#deps";
import { isSame } from "#domain/json.ts";
import type { Target, TargetDraft } from "#domain/targets/target.ts";
import { type TargetName, targetName } from "#http/find-target.ts";
import { invalidField, type Problem } from "#http/problem.ts";
import { findBrief } from "#store/targets/find-targets.ts";
import { readAncestry } from "#store/targets/parents.ts";
import { noneNamed } from "./named-targets.ts";

/** A target as a request wants it; `stored` is the one that it replaces. */
export type Wanted = {
  draft: Pick<TargetDraft, "alarm" | "key">;
  stored: Target | null;
};

/** A stored target by its id, one that the request creates by its key. */
type Node = number | string;

/** Throws a Problem that names the field. */
export async function checkParents(
  deps: Pick<Deps, "db">,
  draft: TargetDraft,
  stored: Target | null,
): Promise<void> {
  const [problem] = await checkAllParents(deps, [{ draft, stored }]);
  if (problem) throw problem;
}

/**
 * What is wrong with the parents of each; null for nothing. They may name each other.
 * What is stored already is taken as it is. Two statements, however many there are.
 */
export async function checkAllParents(
  { db }: Pick<Deps, "db">,
  wanted: readonly Wanted[],
): Promise<(Problem | null)[]> {
  if (!wanted.some(isNew)) return wanted.map(() => null);
  const names = wanted.flatMap((one) => namesOf(one));
  const found = await findBrief(db, {
    ids: names.flatMap((name) => ("id" in name ? [name.id] : [])),
    keys: names.flatMap((name) => ("key" in name ? [name.key] : [])),
  });
  const ids = new Set<Node>(found.map(({ id }) => id));
  const byKey = new Map<string, Node>([
    ...wanted.flatMap(({ draft: { key }, stored }): [string, Node][] =>
      key === null ? [] : [[key, stored?.id ?? key]],
    ),
    ...found.flatMap(({ key, id }): [string, Node][] =>
      key === null ? [] : [[key, id]],
    ),
  ]);
  const nodeOf = (name: TargetName): Node | null =>
    "key" in name ? (byKey.get(name.key) ?? null) : ids.has(name.id) ? name.id : null;
  const parentsOf = (one: Wanted) => namesOf(one).flatMap((name) => nodeOf(name) ?? []);
  const known = await readAncestry(
    db,
    found.map(({ id }) => id),
  );
  const graph = new Map<Node, readonly Node[]>([
    ...known,
    ...wanted.flatMap((one): [Node, Node[]][] => {
      const node = one.stored?.id ?? one.draft.key;
      return node === null ? [] : [[node, parentsOf(one)]];
    }),
  ]);
  return wanted.map((one) => (isNew(one) ? objectionTo(one, nodeOf, graph) : null));
}

const namesOf = ({ draft }: Wanted): TargetName[] =>
  draft.alarm.dependsOn.map((name) => targetName.parse(name));

const isNew = ({ draft: { alarm }, stored }: Wanted): boolean =>
  alarm.dependsOn.length > 0 && !isSame(alarm.dependsOn, stored?.alarm.dependsOn);

function objectionTo(
  one: Wanted,
  nodeOf: (name: TargetName) => Node | null,
  graph: ReadonlyMap<Node, readonly Node[]>,
): Problem | null {
  const path = ["alarm", "dependsOn"];
  const named = namesOf(one).map((name, i) => ({ name, path: [...path, i] }));
  const missing = named.filter(({ name }) => nodeOf(name) === null);
  if (missing.length > 0) return noneNamed(missing);
  const self = one.stored?.id ?? one.draft.key;
  if (self === null || !leadsTo(self, graph)) return null;
  return invalidField("json", path, "One of these targets depends on this one.");
}

/** Whether a target depends on itself, through others or not. */
function leadsTo(self: Node, graph: ReadonlyMap<Node, readonly Node[]>): boolean {
  const seen = new Set<Node>();
  const waiting = [...(graph.get(self) ?? [])];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === self) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    waiting.push(...(graph.get(node) ?? []));
  }
  return false;
}

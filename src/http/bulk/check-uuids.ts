// Checks that no two heartbeats would share a ping address.
import type { Deps } from "#deps";
import type { Problem } from "#http/problem.ts";
import { uuidTaken } from "#http/targets/change-target.ts";
import type { Wanted } from "#http/targets/check-parents.ts";
import type { ParsedDocument } from "#http/targets/target-document.ts";
import { findUuids } from "#store/heartbeats/find-uuids.ts";

type Asked = Pick<Wanted, "stored"> & { wish: { document: ParsedDocument } };

/**
 * A Problem for each that asks for an address which another has, or another before it in
 * the request asks for; null for the others. Addresses that are made up are not looked at.
 */
export async function checkUuids(
  { db }: Deps,
  asked: readonly Asked[],
): Promise<(Problem | null)[]> {
  const uuids = asked.map(({ wish }) => wish.document.heartbeat?.uuid ?? null);
  const given = uuids.filter((uuid) => uuid !== null);
  if (given.length === 0) return asked.map(() => null);
  const owners = await findUuids(db, given);
  return uuids.map((uuid, i) => {
    if (uuid === null) return null;
    const owner = owners.get(uuid);
    const isOthers = owner !== undefined && owner !== asked[i]?.stored?.id;
    return isOthers || uuids.indexOf(uuid) < i ? uuidTaken() : null;
  });
}

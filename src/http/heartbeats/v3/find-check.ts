// Finds the check that a path names: by its uuid, or by the key that read-only callers
// have for it.
import { heartbeatSpecOf } from "#domain/targets/heartbeat-spec.ts";
import type { Target } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";
import { badgeKeyOf, idOfKey, uniqueKeyOf } from "#store/secrets/check-keys.ts";
import {
  findHeartbeat,
  findHeartbeatById,
  type KnownHeartbeat,
} from "#store/targets/heartbeats.ts";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const uuidForm = new RegExp(`^${uuid}$`);

export const isUuid = (text: string): boolean => uuidForm.test(text);

/** Null when there is none of that name. */
export async function findCheck(db: Db, name: string): Promise<KnownHeartbeat | null> {
  if (isUuid(name)) return await findHeartbeat(db, name);
  if (!/^[0-9a-f]{40}$/.test(name)) return null;
  return await findByKey(db, name, uniqueKeyOf);
}

/** The check whose badge has this key; null when there is none. */
export const findByBadge = (db: Db, key: string) =>
  isUuid(key) ? findByKey(db, key, badgeKeyOf) : Promise.resolve(null);

async function findByKey(
  db: Db,
  key: string,
  keyOf: typeof badgeKeyOf,
): Promise<KnownHeartbeat | null> {
  const found = await findHeartbeatById(db, idOfKey(key));
  return found !== null && (await keyOf(namesOf(found.target))) === key ? found : null;
}

/** What keys are made of. */
export const namesOf = (target: Pick<Target, "id" | "heartbeat">) => ({
  id: target.id,
  uuid: heartbeatSpecOf(target).uuid,
});

// Makes the names of a heartbeat that open less than its ping address does: the key of its
// badge, and the key by which read-only callers name it. Each has the target's id in it,
// so that it is found without a search, and a hash from which nobody gets the address.

type Named = { id: number; uuid: string };

/** The name is in each hash: it never changes. */
const purposes = { badge: "junkai check badge v1", unique: "junkai check key v1" };

/** 40 characters, as Healthchecks' keys are. */
export async function uniqueKeyOf({ id, uuid }: Named): Promise<string> {
  return `${hexOf(id)}${(await hashOf(purposes.unique, uuid)).slice(0, 32)}`;
}

/** A uuid of version 8 (RFC 9562 section 5.8). */
export async function badgeKeyOf({ id, uuid }: Named): Promise<string> {
  const hash = await hashOf(purposes.badge, uuid);
  const groups = [hash.slice(0, 4), `8${hash.slice(4, 7)}`, `9${hash.slice(7, 10)}`];
  return [hexOf(id), ...groups, hash.slice(10, 22)].join("-");
}

/** The id of the target that a key names, if the key is genuine: ask the functions above. */
export const idOfKey = (key: string): number => Number.parseInt(key.slice(0, 8), 16);

const hexOf = (id: number): string => id.toString(16).padStart(8, "0");

async function hashOf(purpose: string, uuid: string): Promise<string> {
  const text = new TextEncoder().encode(`${purpose}:${uuid}`);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", text)).toHex();
}

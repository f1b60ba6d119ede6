// Signs links that act on an incident without a login, and checks them. Whoever has such a
// link may do what it says, until it expires. The key follows from the deployment's own.
import { dayMs } from "#domain/time/instants.ts";
import { isSigned, signText } from "./signatures.ts";
import type { VaultKeys } from "./vault.ts";

/** What these signatures are for. The name is in each of them: it never changes. */
const purpose = "junkai action links v1";

export const actions = ["acknowledge", "silence"] as const;
export type Action = (typeof actions)[number];

export type SignedAction = { action: Action; incidentId: string };

/** Messages are read after a weekend. */
const validForMs = 7 * dayMs;

/** The query of a link that does so; null where there is no key to sign with. */
export async function signAction(
  keys: VaultKeys,
  { action, incidentId }: SignedAction,
  now: number,
): Promise<string | null> {
  const expiresAt = Math.ceil((now + validForMs) / 1_000);
  const signature = await signText(keys, purpose, textOf(action, incidentId, expiresAt));
  if (signature === null) return null;
  const query = { incident: incidentId, expires: String(expiresAt), signature };
  return new URLSearchParams(query).toString();
}

/** Whether a link says what we have signed: "forged" is also one that was cut. */
export async function checkAction(
  keys: VaultKeys,
  { action, incidentId }: SignedAction,
  link: { expires: string; signature: string },
  now: number,
): Promise<"good" | "expired" | "forged"> {
  if (!/^\d{1,12}$/.test(link.expires)) return "forged";
  const expiresAt = Number(link.expires);
  const text = textOf(action, incidentId, expiresAt);
  if (!(await isSigned(keys, purpose, text, link.signature))) return "forged";
  return expiresAt * 1_000 > now ? "good" : "expired";
}

/** No part can be moved into another one: a list in JSON has one reading. */
const textOf = (action: Action, incidentId: string, expiresAt: number): string =>
  JSON.stringify([action, incidentId, expiresAt]);

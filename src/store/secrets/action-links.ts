// Signs links that act on an incident without a login, and checks them. Whoever has such a
// link may do what it says, until it expires. The key follows from the deployment's own.
import { dayMs } from "#domain/time/instants.ts";
import type { VaultKeys } from "./vault.ts";

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
  const [key] = keysOf(keys);
  if (key === undefined) return null;
  const expiresAt = Math.ceil((now + validForMs) / 1_000);
  const signature = await macOf(key, textOf(action, incidentId, expiresAt));
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
  const macs = await Promise.all(keysOf(keys).map((key) => macOf(key, text)));
  const checks = macs.map((mac) => isSame(mac, link.signature));
  if (!checks.includes(true)) return "forged";
  return expiresAt * 1_000 > now ? "good" : "expired";
}

/** The first one signs; links that an earlier key has signed hold still. */
const keysOf = ({ current, token, previous }: VaultKeys): string[] =>
  [current, token, previous].filter((text) => text !== "");

/** No part can be moved into another one: a list in JSON has one reading. */
const textOf = (action: Action, incidentId: string, expiresAt: number): string =>
  JSON.stringify([action, incidentId, expiresAt]);

const encode = (text: string) => new Uint8Array(new TextEncoder().encode(text));

/** HMAC-SHA-256 with a key that HKDF (RFC 5869) makes of the deployment's for this alone. */
async function macOf(secret: string, text: string): Promise<string> {
  const material = await crypto.subtle.importKey("raw", encode(secret), "HKDF", false, [
    "deriveKey",
  ]);
  const how = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encode("junkai action links v1"),
  };
  const algorithm = { name: "HMAC", hash: "SHA-256", length: 256 };
  const key = await crypto.subtle.deriveKey(how, material, algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, encode(text));
  return new Uint8Array(mac).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Compares in constant time. */
function isSame(mac: string, given: string): boolean {
  const [known, sent] = [encode(mac), encode(given)];
  return known.length === sent.length && crypto.subtle.timingSafeEqual(known, sent);
}

// Signs texts with a key that follows from the deployment's own, and checks signatures.
// A signature for one purpose stands for no other.
import type { VaultKeys } from "./vault.ts";

/** A text's signature in base64url; null where there is no key to sign with. */
export async function signText(
  keys: VaultKeys,
  purpose: string,
  text: string,
): Promise<string | null> {
  const [key] = keysOf(keys);
  return key === undefined ? null : await macOf(key, purpose, text);
}

/** Whether one of our keys has signed the text. */
export async function isSigned(
  keys: VaultKeys,
  purpose: string,
  text: string,
  signature: string,
): Promise<boolean> {
  const macs = await Promise.all(keysOf(keys).map((key) => macOf(key, purpose, text)));
  return macs.map((mac) => isSame(mac, signature)).includes(true);
}

/** The first one signs; what an earlier key has signed holds still. */
const keysOf = ({ current, token, previous }: VaultKeys): string[] =>
  [current, token, previous].filter((text) => text !== "");

const encode = (text: string) => new Uint8Array(new TextEncoder().encode(text));

/** HMAC-SHA-256 with a key that HKDF (RFC 5869) makes of the deployment's for this alone. */
async function macOf(secret: string, purpose: string, text: string): Promise<string> {
  const material = await crypto.subtle.importKey("raw", encode(secret), "HKDF", false, [
    "deriveKey",
  ]);
  const how = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encode(purpose),
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

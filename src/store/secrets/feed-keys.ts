// Makes and checks the secret in the address of a feed. Whoever has one may read the feed
// of its scope, until the secret of that scope is renewed.
import type { WrittenScope } from "#domain/changes/feed-scope.ts";
import { isSigned, signText } from "./signatures.ts";
import { NoKeyError, type VaultKeys } from "./vault.ts";

/** What these signatures are for. The name is in each of them: it never changes. */
const purpose = "junkai feeds v1";

/** What a key says: which feed it opens, and after how many renewals it was made. */
export type OpenedKey = { scope: WrittenScope; renewals: number };

/** Throws NoKeyError where there is no key to sign with. */
export async function feedKeyOf(
  keys: VaultKeys,
  { scope, renewals }: OpenedKey,
): Promise<string> {
  const text = JSON.stringify([scope, renewals]);
  const signature = await signText(keys, purpose, text);
  if (signature === null) throw new NoKeyError();
  const written = new TextEncoder()
    .encode(text)
    .toBase64({ alphabet: "base64url", omitPadding: true });
  return `${written}.${signature}`;
}

/** Null for a key that we have not made: it costs an outsider's guess no statement. */
export async function openFeedKey(
  keys: VaultKeys,
  key: string,
): Promise<OpenedKey | null> {
  const [written = "", signature = ""] = key.split(".");
  const text = decode(written);
  if (text === null || !(await isSigned(keys, purpose, text, signature))) return null;
  const [scope, renewals] = JSON.parse(text) as [WrittenScope, number];
  return { scope, renewals };
}

function decode(written: string): string | null {
  try {
    return new TextDecoder().decode(
      Uint8Array.fromBase64(written, { alphabet: "base64url" }),
    );
  } catch {
    return null;
  }
}

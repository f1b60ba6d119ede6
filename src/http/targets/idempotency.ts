// Recognises the requests that an Idempotency-Key repeats.
import type { Idempotency } from "#store/targets/targets.ts";

/** The key of a request with the fingerprint of its body; null without a key. */
export async function idempotencyOf(
  key: string | undefined,
  readBody: () => Promise<string>,
): Promise<Idempotency | null> {
  return key === undefined ? null : { key, fingerprint: await sha256(await readBody()) };
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

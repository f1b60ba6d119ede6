// Seals secrets before they are stored, with AES-GCM, and opens them again. A sealed
// secret is bound to its place: moved to another one, it does not open. Logs nothing.
import { partsOfSealed, toSealedForm } from "./sealed-form.ts";

/**
 * Texts that keys are made of: any text, or 32 bytes in base64, which are the key
 * themselves. Empty for none.
 */
export type VaultKeys = {
  /** ENCRYPTION_KEY: seals, and opens what it has sealed. */
  current: string;
  /** ENCRYPTION_KEY_PREVIOUS: only opens. */
  previous: string;
  /** API_TOKEN: seals where there is no ENCRYPTION_KEY, else only opens. */
  token: string;
};

/** unknown-key: none of our keys has sealed it. damaged: changed, or moved elsewhere. */
export type Opened = { text: string } | { text: null; why: "unknown-key" | "damaged" };

export type Vault = {
  /** Which key seals now; null when there is none, and so nothing can be sealed. */
  keyId(): Promise<string | null>;
  /** Throws NoKeyError without a key. */
  seal(text: string, place: string): Promise<string>;
  open(sealed: string, place: string): Promise<Opened>;
};

export class NoKeyError extends Error {
  constructor() {
    super(
      "Secrets are stored sealed, and there is no key to seal with: set ENCRYPTION_KEY with `npx wrangler secret put ENCRYPTION_KEY`.",
    );
  }
}

type RandomBytes = (count: number) => Uint8Array<ArrayBuffer>;
type Key = { id: string; key: CryptoKey };

/** Opened secrets are remembered, since a tick opens the same ones as the one before. */
const rememberedTexts = 2_000;

/** The length that NIST SP 800-38D recommends, which random ones need. */
const ivBytes = 12;

export function createVault(texts: VaultKeys, randomBytes: RandomBytes): Vault {
  const known = new Map<string, string>();
  let kept: readonly Key[] | null = null;

  // The keys are kept, not the promise of them: it may belong to a request that ended.
  async function keys(): Promise<readonly Key[]> {
    kept ??= await importKeys(texts);
    return kept;
  }

  async function decrypt(sealed: string, place: string): Promise<Opened> {
    const parts = partsOfSealed(sealed);
    if (parts === null) return { text: null, why: "damaged" };
    const found = (await keys()).find(({ id }) => id === parts.keyId);
    if (found === undefined) return { text: null, why: "unknown-key" };
    try {
      const bytes = await crypto.subtle.decrypt(
        { ...algorithmAt(place), iv: parts.iv },
        found.key,
        parts.ciphertext,
      );
      return { text: new TextDecoder().decode(bytes) };
    } catch {
      return { text: null, why: "damaged" };
    }
  }

  return {
    keyId: async () => (await keys())[0]?.id ?? null,
    async seal(text, place) {
      const [first] = await keys();
      if (first === undefined) throw new NoKeyError();
      const iv = randomBytes(ivBytes);
      const bytes = await crypto.subtle.encrypt(
        { ...algorithmAt(place), iv },
        first.key,
        encode(text),
      );
      return toSealedForm({ keyId: first.id, iv, ciphertext: new Uint8Array(bytes) });
    },
    async open(sealed, place) {
      const name = `${place}\n${sealed}`;
      const text = known.get(name);
      if (text !== undefined) return { text };
      const opened = await decrypt(sealed, place);
      if (opened.text === null) return opened;
      const [oldest] = known.keys();
      if (known.size >= rememberedTexts && oldest !== undefined) known.delete(oldest);
      known.set(name, opened.text);
      return opened;
    },
  };
}

/** Whether a text was sealed by the key that seals now. */
export const isSealedNow = async (vault: Vault, sealed: string): Promise<boolean> =>
  partsOfSealed(sealed)?.keyId === (await vault.keyId());

const encode = (text: string) => new Uint8Array(new TextEncoder().encode(text));

const algorithmAt = (place: string) => ({
  name: "AES-GCM",
  additionalData: encode(`junkai ${place}`),
});

/** The key that seals comes first. */
async function importKeys({ current, previous, token }: VaultKeys): Promise<Key[]> {
  const texts = new Set([current, token, previous].filter((text) => text !== ""));
  return await Promise.all([...texts].map(importKey));
}

async function importKey(text: string): Promise<Key> {
  const given = bytesOfKey(text);
  const bytes = given ?? (await derive(encode(text), "junkai secrets v1", 32));
  const id = await derive(bytes, "junkai secrets key id v1", keyIdBytes);
  const usages = ["encrypt", "decrypt"] as const;
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [...usages]);
  return { id: id.toBase64({ alphabet: "base64url" }), key };
}

/** So long that two keys of a deployment are hardly ever called the same. */
const keyIdBytes = 6;

/** 32 bytes in base64 or base64url are a key already. */
function bytesOfKey(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const alphabet = /[-_]/.test(text) ? "base64url" : "base64";
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet });
    return bytes.length === 32 ? bytes : null;
  } catch {
    return null;
  }
}

/** HKDF-SHA-256 (RFC 5869). `info` is fixed: the same text gives the same key for ever. */
async function derive(
  bytes: Uint8Array<ArrayBuffer>,
  info: string,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const material = await crypto.subtle.importKey("raw", bytes, "HKDF", false, [
    "deriveBits",
  ]);
  const how = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: encode(info),
  };
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, length * 8));
}

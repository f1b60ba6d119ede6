// Writes a sealed secret as text, "v1.<key id>.<iv>.<ciphertext>", and takes it apart.
// The bytes are in base64url. Pure.

/** What a sealed secret consists of; `ciphertext` ends in the tag of AES-GCM. */
type SealedParts = {
  keyId: string;
  iv: Uint8Array<ArrayBuffer>;
  ciphertext: Uint8Array<ArrayBuffer>;
};

const form = /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]{22,})$/;
const base64url = { alphabet: "base64url", omitPadding: true } as const;

export const toSealedForm = ({ keyId, iv, ciphertext }: SealedParts): string =>
  `v1.${keyId}.${iv.toBase64(base64url)}.${ciphertext.toBase64(base64url)}`;

/** Null for a text of another form. */
export function partsOfSealed(text: string): SealedParts | null {
  const [, keyId, iv, ciphertext] = form.exec(text) ?? [];
  if (keyId === undefined || iv === undefined || ciphertext === undefined) return null;
  try {
    return { keyId, iv: bytesOf(iv), ciphertext: bytesOf(ciphertext) };
  } catch {
    return null;
  }
}

const bytesOf = (text: string) => Uint8Array.fromBase64(text, { alphabet: "base64url" });

// Makes and checks the addresses of the badges of a tag's checks. Whoever has one sees
// the badge; nobody makes one up.
import { isSigned, signText } from "#store/secrets/signatures.ts";
import { NoKeyError, type VaultKeys } from "#store/secrets/vault.ts";

/** What these signatures are for. The name is in each of them: it never changes. */
const purpose = "junkai check badges v1";

/** Stands in the place where Healthchecks names a project: there is one only. */
const project = "heartbeats";

const formats = ["svg", "json", "shields"] as const;
export type BadgeFormat = (typeof formats)[number];

export const isFormat = (text: string): text is BadgeFormat =>
  (formats as readonly string[]).includes(text);

/** Marks a signature of a badge that has no word for checks in their grace. */
const twoStates = "-2";

/** The addresses of the badges of a tag, by form; those with a 3 also say "late". */
export async function badgeAddresses(
  keys: VaultKeys,
  site: string,
  tag: string,
): Promise<Record<string, string>> {
  const signature = await signText(keys, purpose, tag);
  if (signature === null) throw new NoKeyError();
  const name = tag === "*" ? "" : `/${encodeURIComponent(tag)}`;
  const addressOf = (format: BadgeFormat, mark: string) =>
    `${site}/badge/${project}/${signature}${mark}${name}.${format}`;
  return Object.fromEntries(
    formats.flatMap((format) => [
      [format, addressOf(format, twoStates)],
      [`${format}3`, addressOf(format, "")],
    ]),
  );
}

/** How many states a badge of the tag has; null for an address that we have not made. */
export async function statesOf(
  keys: VaultKeys,
  tag: string,
  written: { project: string; signature: string },
): Promise<2 | 3 | null> {
  const { signature } = written;
  const isShort = signature.length > 43 && signature.endsWith(twoStates);
  const bare = isShort ? signature.slice(0, -twoStates.length) : signature;
  if (written.project !== project || !(await isSigned(keys, purpose, tag, bare)))
    return null;
  return isShort ? 2 : 3;
}

// Seals the secret headers of a target's request, and opens them for a request to be
// made. Each is bound to its header and to the origin that it goes to, so that it opens
// for no other one.
import type { Failure } from "#domain/runs/failure.ts";
import { explainUnreadable, isSealed, type Sealed } from "#domain/sealed.ts";
import { isSecretHeader } from "#domain/secret-header.ts";
import type { OpenRequest, RequestSpec } from "#domain/targets/target.ts";
import { isSealedNow, type Vault } from "./vault.ts";

/** What of a target says how it is asked. */
export type Asked = { url: string; request: RequestSpec };

const placeOf = (url: string, header: string): string =>
  `header ${header} to ${URL.parse(url)?.origin ?? url}`;

/** Gives back the names of headers whose stored values do not open. */
export type SealedRequest = { request: RequestSpec } | { unreadable: string };

/**
 * The request with its secrets sealed, to be stored. What `stored` has already stays as
 * it is: a request that says the same is the same. `unreadable` is a header whose stored
 * value would have to be sealed anew for another origin, and does not open.
 */
export async function sealRequest(
  vault: Vault,
  { url, request }: Asked,
  stored: Asked | null,
): Promise<SealedRequest> {
  const headers: Record<string, string | Sealed> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!isSealed(value) && !isSecretHeader(name, request.secretHeaders)) {
      headers[name] = value;
      continue;
    }
    const known = stored?.request.headers[name];
    const isSameOrigin =
      stored !== null && placeOf(stored.url, name) === placeOf(url, name);
    if (isSameOrigin && isSealed(value)) {
      headers[name] = value;
      continue;
    }
    const before = stored === null ? null : await textOf(vault, stored.url, name, known);
    const text = isSealed(value) ? before : value;
    if (text === null) return { unreadable: name };
    headers[name] =
      isSameOrigin && known !== undefined && text === before
        ? known
        : { sealed: await vault.seal(text, placeOf(url, name)) };
  }
  return { request: { ...request, headers } };
}

/** What a stored header says; null when it does not open, or there is none. */
async function textOf(
  vault: Vault,
  url: string,
  name: string,
  value: string | Sealed | undefined,
): Promise<string | null> {
  if (value === undefined) return null;
  return isSealed(value)
    ? (await vault.open(value.sealed, placeOf(url, name))).text
    : value;
}

/** The request as it is sent; a failure when one of its secrets does not open. */
export async function openRequest(
  vault: Vault,
  { url, request }: Asked,
): Promise<OpenRequest | Failure> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    const text = await textOf(vault, url, name, value);
    if (text === null)
      return { class: "internal", detail: explainUnreadable(`the header ${name}`) };
    headers[name] = text;
  }
  return { ...request, headers };
}

/** Whether the request could be opened. */
export const isOpen = (opened: OpenRequest | Failure): opened is OpenRequest =>
  "headers" in opened;

/** Stored headers with their secrets sealed by the key that seals now. */
export type Resealed = {
  /** Null when nothing changes. */
  headers: RequestSpec["headers"] | null;
  /** How many do not open; they stay as they are. */
  unreadable: number;
};

/** Seals what is not sealed yet, or by another key than the one that seals now. */
export async function resealHeaders(
  vault: Vault,
  url: string,
  { headers, secretHeaders }: Pick<RequestSpec, "headers" | "secretHeaders">,
): Promise<Resealed> {
  const resealed: Record<string, string | Sealed> = { ...headers };
  let isChanged = false;
  let unreadable = 0;
  for (const [name, value] of Object.entries(headers)) {
    const isDone = isSealed(value)
      ? await isSealedNow(vault, value.sealed)
      : !isSecretHeader(name, secretHeaders);
    if (isDone) continue;
    const text = await textOf(vault, url, name, value);
    if (text === null) unreadable += 1;
    else {
      resealed[name] = { sealed: await vault.seal(text, placeOf(url, name)) };
      isChanged = true;
    }
  }
  return { headers: isChanged ? resealed : null, unreadable };
}

// Names secrets as they are stored, and says how they are shown and what to do about one
// that is lost. Opens nothing: store/secrets does.

/** A secret that only the deployment's key opens. */
export type Sealed = { readonly sealed: string };

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === "object" && value !== null && "sealed" in value;

const ellipsis = "…";
const hidden = "********";

/** A secret this long still has enough that nobody knows when its end is shown. */
const longEnough = 16;
const shownChars = 4;

/** The end of a long secret, and nothing of a short one. Of an address also its host. */
export function maskSecret(text: string): string {
  const url = /^https?:/i.test(text) ? URL.parse(text) : null;
  if (url === null) return maskPart(text);
  return `${url.origin}/${maskPart(text.slice(url.origin.length + 1))}`;
}

const maskPart = (part: string): string => {
  const characters = [...part];
  return characters.length < longEnough
    ? hidden
    : ellipsis + characters.slice(-shownChars).join("");
};

/** Stands for a secret of which nothing can be shown. */
export const maskOfUnknown = hidden;

/** Whether a text stands for a secret; no secret may look like that. */
export const isMask = (text: string): boolean =>
  text.includes(ellipsis) || text.endsWith(hidden);

/** Says that secrets are lost, and what to do; `what` names them. */
export const explainUnreadable = (what: string): string =>
  `${what} cannot be read: it was sealed with a key that is gone. Set ENCRYPTION_KEY_PREVIOUS to the ENCRYPTION_KEY of then (or the API_TOKEN of then, where there was none), or write the value anew`;

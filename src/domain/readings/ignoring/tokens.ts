// Ignores what is made at random: tokens against forgery, nonces, identifiers of requests.
import { mark } from "./mark.ts";

/** `csrf_token" value="…`, `nonce="…`, `"xsrfToken":"…`: a name, and what it is. */
const named =
  /((?:csrf|xsrf|nonce|authenticity_token|requestverificationtoken|request[_-]?id|trace[_-]?id)[\w-]{0,20}["']? {0,2}(?:(?:value|content) {0,2})?[:=] {0,2}["']?)[^\s"'<>&;,…]{4,1000}/gi;

// A run of characters is looked at once, as a whole.
const words = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/** Characters of a word that are looked at: longer ones are data, such as pictures. */
const looked = 200;

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

export const ignoreTokens = (text: string): string =>
  text
    .replace(named, `$1${mark}`)
    .replace(uuid, mark)
    .replace(words, (word) => (isRandom(word) ? mark : word));

/** Hex of some length; or letters of both cases mixed with digits all over. */
function isRandom(word: string): boolean {
  const start = word.slice(0, looked);
  if (/^[0-9a-f]+$/i.test(start)) return /[a-f]/i.test(start) && /\d/.test(start);
  if (word.length < 20 || (start.match(/\d/g) ?? []).length < 2) return false;
  const turns = start.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g) ?? [];
  return /[a-z]/.test(start) && /[A-Z]/.test(start) && turns.length >= 0.4 * start.length;
}

// Decides from the text of a URL alone whether it may be fetched. No I/O. The platform
// hides DNS, so a public name that points at a private address passes here. On Cloudflare
// such a fetch leaves by the public Internet; whoever hosts the Worker elsewhere needs a
// firewall.

import { hostObjection } from "./host-objection.ts";

export type AddressPolicy = {
  /**
   * Whether private addresses, local names and every port are allowed. Unspecified,
   * multicast and broadcast addresses stay refused.
   */
  allowPrivate: boolean;
  /** Ports allowed beyond the scheme's default. */
  ports: readonly number[];
};

/** `detail` is a clause for a person, such as "10.0.0.1 is a private address". */
type GuardedUrl = { ok: true; url: URL } | { ok: false; detail: string };

// Browsers and search engines take URLs of this length; longer ones are seldom pages.
const MAX_URL_CHARS = 2048;
const tooLong = `it is longer than ${MAX_URL_CHARS} characters`;

export function guardUrl(text: string, policy: AddressPolicy, base?: string): GuardedUrl {
  if (text.length > MAX_URL_CHARS) return { ok: false, detail: tooLong };
  const url = URL.parse(text, base);
  if (url === null) return { ok: false, detail: "it is not a valid URL" };
  const detail =
    urlObjection(url, policy) ?? hostObjection(url.hostname, policy.allowPrivate);
  return detail === null ? { ok: true, url } : { ok: false, detail };
}

function urlObjection(url: URL, policy: AddressPolicy): string | null {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return `only http and https are fetched, not ${url.protocol.slice(0, -1)}`;
  }
  if (url.href.length > MAX_URL_CHARS) return tooLong;
  if (url.username !== "" || url.password !== "")
    return "it carries a user name or password";
  // The URL class leaves `port` empty for the scheme's default.
  if (
    url.port !== "" &&
    !policy.allowPrivate &&
    !policy.ports.includes(Number(url.port))
  ) {
    return `port ${url.port} is not allowed`;
  }
  return null;
}

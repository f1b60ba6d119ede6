// Gives the one spelling by which a crawl knows a URL: that of the URL Standard, without
// what does not name the page. Does not guess: order of parameters, case, trailing and
// doubled slashes are kept, since each may mean something.

import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";

/**
 * The URL without its fragment, session identifiers and the parameters that `query`
 * drops. Expects http or https. Idempotent: the result, parsed and normalised again,
 * stays the same.
 */
export function normaliseUrl(url: URL, query: CrawlSpec["query"]): string {
  // No other property is read: in workerd each costs a call out of JavaScript.
  const { href } = url;
  const text = cutAt(href, href.indexOf("#"));
  const mark = text.indexOf("?");
  const address = dropPathSession(cutAt(text, mark));
  const kept = mark === -1 ? "" : keepParameters(text.slice(mark + 1), query);
  return kept === "" ? address : `${address}?${kept}`;
}

const cutAt = (text: string, at: number): string =>
  at === -1 ? text : text.slice(0, at);

/** Servlet containers write the session after a segment (Jakarta Servlet 6.0, 7.1.3). */
const pathSession = /;jsessionid=[^/;]*/gi;

function dropPathSession(address: string): string {
  if (!address.includes(";")) return address;
  // A host may hold semicolons, too.
  const root = address.indexOf("/", "https://".length);
  const path = address.slice(root).replace(pathSession, "");
  // Parsed again because "/a/..;jsessionid=1/b" has just become "/a/../b".
  return new URL(address.slice(0, root) + path).href;
}

/**
 * Parameters that always hold a visitor's session: those of PHP, servlet containers and
 * ColdFusion (as in Heritrix's StripSessionIDs and StripSessionCFIDs). ASP's is
 * recognised by how it begins: the server adds eight letters.
 */
const sessionNames = new Set(["phpsessid", "jsessionid", "cfid", "cftoken"]);

/** Names that some sites use for articles. The value must look like a session, too. */
const vagueNames = new Set(["sid", "sessionid", "session_id"]);
const sessionValue = /^[\w-]{16,}$/;

function isSession(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  return (
    sessionNames.has(lower) ||
    lower.startsWith("aspsessionid") ||
    (vagueNames.has(lower) && sessionValue.test(value))
  );
}

function keepParameters(raw: string, query: CrawlSpec["query"]): string {
  if (query === "drop") return "";
  const parameters = raw.split("&");
  const kept = parameters.filter((parameter) => {
    const name = nameOf(parameter);
    // A parameter that the owner named is kept even if it looks like a session.
    return query === "keep"
      ? !isSession(name, parameter.slice(parameter.indexOf("=") + 1))
      : query.includes(name);
  });
  return kept.length === parameters.length ? raw : kept.join("&");
}

/** A parameter's name, decoded: so a list can name any parameter in plain letters. */
function nameOf(parameter: string): string {
  const name = cutAt(parameter, parameter.indexOf("="));
  if (!/[%+]/.test(name)) return name;
  // The ampersand keeps URLSearchParams from dropping a leading question mark.
  const [decoded = ""] = new URLSearchParams(`&${name}`).keys();
  return decoded;
}

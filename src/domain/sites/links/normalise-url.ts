// The one spelling by which a crawl knows a URL: the URL Standard's own, without what
// does not name the page. Refuses to guess: order of parameters, case, trailing and
// doubled slashes are kept, since each may mean something.

import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";

/**
 * Without fragment, session identifiers and the parameters that `query` drops. Expects
 * http or https. Idempotent: what it returns, parsed and normalised again, stays the
 * same.
 */
export function normaliseUrl(url: URL, query: CrawlSpec["query"]): string {
  // The only property read: in workerd each costs a call out of JavaScript.
  const { href } = url;
  const text = cutAt(href, href.indexOf("#"));
  const mark = text.indexOf("?");
  const address = dropPathSession(cutAt(text, mark));
  const kept = mark === -1 ? "" : keepParameters(text.slice(mark + 1), query);
  return kept === "" ? address : `${address}?${kept}`;
}

const cutAt = (text: string, at: number): string =>
  at === -1 ? text : text.slice(0, at);

/**
 * Servlet containers write the session behind a segment of the path (Jakarta Servlet 6.0,
 * 7.1.3).
 */
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
 * Parameters that carry nothing but a visitor's session, in any case: PHP's, the servlet
 * containers', ColdFusion's cfid and cftoken, and ASP's, which has eight letters of the
 * server's behind it (as Heritrix's StripSessionIDs and StripSessionCFIDs).
 */
const sessionNames = new Set(["phpsessid", "jsessionid", "cfid", "cftoken"]);

/**
 * Names that some sites give to articles too: these are sessions where the value looks
 * like one.
 */
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
    // Whoever names a parameter wants it.
    return query === "keep"
      ? !isSession(name, parameter.slice(parameter.indexOf("=") + 1))
      : query.includes(name);
  });
  return kept.length === parameters.length ? raw : kept.join("&");
}

/** Decoded, so that a list can name any parameter in plain letters. */
function nameOf(parameter: string): string {
  const name = cutAt(parameter, parameter.indexOf("="));
  if (!/[%+]/.test(name)) return name;
  // The ampersand keeps URLSearchParams from dropping a leading question mark.
  const [decoded = ""] = new URLSearchParams(`&${name}`).keys();
  return decoded;
}

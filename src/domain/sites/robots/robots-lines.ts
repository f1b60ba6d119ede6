// Reads the directives of a robots.txt (RFC 9309), as forgivingly as Google's parser does
// (https://github.com/google/robotstxt, robots.cc). Skips what is no directive.

/**
 * How the names of directives may begin, with the misspellings that Google knows. Google
 * does not know Crawl-delay.
 */
const beginnings = {
  "user-agent": ["user-agent", "useragent", "user agent"],
  allow: ["allow"],
  disallow: ["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"],
  sitemap: ["sitemap", "site-map"],
  "crawl-delay": ["crawl-delay", "crawldelay", "crawl delay"],
} as const;
const names = Object.keys(beginnings) as (keyof typeof beginnings)[];

/** `value` is trimmed and pure ASCII: other octets are percent-encoded, as in URLs. */
export type Directive = { name: keyof typeof beginnings; value: string };

/** As much as a crawler has to read (RFC 9309 2.5). */
const MAX_BYTES = 500 * 1024;
/** The size of Google's buffer for a line, less a NUL. The rest of a line is ignored. */
const MAX_LINE_OCTETS = 8 * 2083 - 1;

export function readDirectives(bytes: Uint8Array): Directive[] {
  // A byte order mark may be cut short.
  const text = octetsOf(bytes.subarray(0, MAX_BYTES)).replace(/^\xEF(\xBB\xBF?)?/, "");
  return text
    .split(/[\r\n]+/)
    .flatMap((line) => readDirective(line.slice(0, MAX_LINE_OCTETS)) ?? []);
}

function readDirective(line: string): Directive | null {
  const content = escapeOctets(line.split(/#|\0/, 1)[0] ?? "").trim();
  // Without a colon, white space will do if there are just two words.
  const parts =
    /^([^:]*):(.*)$/s.exec(content) ?? /^([^ \t]+)[ \t]+([^ \t]+)$/.exec(content);
  if (parts === null) return null;
  const [, key = "", value = ""] = parts;
  const name = nameOf(key.toLowerCase());
  return name === undefined ? null : { name, value: value.trim() };
}

const nameOf = (key: string): Directive["name"] | undefined =>
  names.find((name) => beginnings[name].some((beginning) => key.startsWith(beginning)));

const CHUNK_BYTES = 8192;

/** A character for each octet. */
function octetsOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  }
  return text;
}

const escapeOctets = (octets: string): string =>
  octets.replace(
    /[\x80-\xFF]/g,
    (octet) => `%${octet.charCodeAt(0).toString(16).toUpperCase()}`,
  );

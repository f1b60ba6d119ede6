// Tells which request headers carry a secret: such headers are masked in answers. And
// which are harmless: only these are sent on to another origin. In doubt a header counts
// as secret, and not as harmless.

const secretName = /auth|cookie|token|secret|passw|key|sign|session|cred|jwt|hmac/i;

/**
 * Whether a header is secret: its name says so, or its user does. `marked` are the names,
 * in lower case, of the headers that the user marked as secret.
 */
export const isSecretHeader = (name: string, marked: readonly string[] = []): boolean =>
  secretName.test(name) || marked.includes(name.toLowerCase());

/** Headers by which a client says what it can read; they are alike for every site. */
const harmlessNames: ReadonlySet<string> = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "content-encoding",
  "content-language",
  "content-type",
  "dnt",
  "pragma",
  "priority",
  "save-data",
  "sec-gpc",
  "upgrade-insecure-requests",
  "user-agent",
]);

/** The headers, by lower-case name, that may go along to another origin. */
export const harmlessOf = (
  headers: Readonly<Record<string, string>>,
  marked: readonly string[],
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => harmlessNames.has(name) && !isSecretHeader(name, marked),
    ),
  );

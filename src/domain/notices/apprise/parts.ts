// Takes an Apprise address apart. These are no URLs as the URL class reads them: tokens
// with colons and slashes stand where hosts do.

/** The parts of an address, decoded. */
export type Parts = {
  host: string;
  /** The port with a colon before it; empty without one. */
  port: string;
  user: string | null;
  password: string | null;
  /** Those of the path that are not empty. */
  path: readonly string[];
  query: URLSearchParams;
  isSecure: boolean;
};

/** Says in a sentence which part is wrong. Caught where the address came in. */
export class Refusal extends Error {}

export const refuse = (problem: string): never => {
  throw new Refusal(problem);
};

// No form or chat has longer ones.
const MAX_ADDRESS_CHARS = 2_048;

const usual =
  /^([a-z]+):\/\/(?:([^@/?]*)@)?(\[[^\]]*\]|[^/:?]*)(:\d{1,5})?(\/[^?]*)?(?:\?(.*))?$/i;

/** The token of a bot has a colon, that of Rocket.Chat a slash. */
const forms: Readonly<Record<string, RegExp>> = {
  tgram: /^([a-z]+):\/\/()([^/?]*)()(\/[^?]*)?(?:\?(.*))?$/i,
  rocket:
    /^([a-z]+):\/\/(?:([^@?]*)@)?(\[[^\]]*\]|[^/:?]*)(:\d{1,5})?(\/[^?]*)?(?:\?(.*))?$/i,
};

/** The scheme in lower case, without the "s" of its secure form. */
export function schemeOf(address: string, schemes: ReadonlySet<string>): string {
  const [, written = ""] = /^([a-z]+):\/\//i.exec(address) ?? [];
  const scheme = written.toLowerCase();
  if (schemes.has(scheme)) return scheme;
  const plain = scheme.replace(/s$/, "");
  return schemes.has(plain)
    ? plain
    : refuse(`The address begins with one of ${[...schemes].join("://, ")}://.`);
}

/** Throws a Refusal where the address cannot be taken apart. */
export function partsOf(address: string, scheme: string): Parts {
  if (address.length > MAX_ADDRESS_CHARS)
    return refuse(`The address is longer than ${MAX_ADDRESS_CHARS} characters.`);
  const found = (forms[scheme] ?? usual).exec(address);
  if (found === null) return refuse("The host of the address is not valid.");
  const [, written = "", proof = "", host = "", port = "", path = "", query = ""] = found;
  const [user = "", ...password] = proof.split(":");
  return {
    host: decode(host),
    port,
    user: proof === "" ? null : decode(user),
    password: password.length === 0 ? null : decode(password.join(":")),
    path: path
      .split("/")
      .filter((segment) => segment !== "")
      .map(decode),
    query: new URLSearchParams(query),
    isSecure: written.toLowerCase() !== scheme,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse("The address has a percent sign that encodes nothing.");
  }
}

// Reads the settings of a channel, and makes requests of them.
import { isObject } from "#domain/json.ts";
import type { ChannelConfig, ChannelField, ChannelRequest } from "./channel-kind.ts";

/** A setting as text; empty where it is left out. */
export const textOf = (config: ChannelConfig, name: string): string =>
  String(config[name] ?? "");

/** What is wrong with a text as a setting; null if nothing is. */
export function objectToText({ inHeader }: ChannelField, text: string): string | null {
  // A line's end would end a header.
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) return "This is text on one line.";
  return inHeader && /[^\x20-\x7e]/.test(text)
    ? "This is sent in a header, which takes no such characters."
    : null;
}

/** The address of a path on a server, which may stand at a path of its own. */
export const addressOn = (server: string, path: string): string =>
  `${server.replace(/\/+$/, "")}${path}`;

type Http = Extract<ChannelRequest, { via: "http" }>;

export const postJson = (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Http => ({
  via: "http",
  method: "POST",
  url,
  headers: { "content-type": "application/json", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});

/** The address of an incoming webhook, which is a secret itself. */
export const hookField = (example: string): ChannelField => ({
  kind: "url",
  secret: true,
  description: "The address of the webhook.",
  example,
});

/** What `authorize` reads, for servers that may ask for it. */
export const proofFields = {
  token: {
    kind: "text",
    secret: true,
    optional: true,
    inHeader: true,
    description: "An access token, which is sent as a bearer.",
    example: "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2",
  },
  user: {
    kind: "text",
    optional: true,
    description: "A user name, where there is no token.",
    example: "ops",
  },
  password: {
    kind: "text",
    secret: true,
    optional: true,
    description: "The user's password.",
    example: "secret",
  },
} satisfies Record<string, ChannelField>;

/** Proves who sends: by a token, or by user and password; empty with neither. */
export function authorize(config: ChannelConfig): Record<string, string> {
  const [token, user] = [textOf(config, "token"), textOf(config, "user")];
  if (token !== "") return { authorization: `Bearer ${token}` };
  if (user === "") return {};
  return { authorization: `Basic ${basicProof(user, textOf(config, "password"))}` };
}

/** What proves who sends without being a setting: none, or one text. */
export function proofOf(config: ChannelConfig): string[] {
  const [user, password] = [textOf(config, "user"), textOf(config, "password")];
  return password === "" ? [] : [basicProof(user, password)];
}

const basicProof = (user: string, password: string): string =>
  toBase64(`${user}:${password}`);

/** RFC 7617 has names and passwords in UTF-8. */
const toBase64 = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** An answer's body as an object; an empty one if it is none. */
export function readFields(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

// Reads the settings of a channel, and makes requests of them.
import { isObject } from "#domain/json.ts";
import type { ChannelConfig, ChannelRequest } from "./channel-kind.ts";

/** A setting as text; empty where it is left out. */
export const textOf = (config: ChannelConfig, name: string): string =>
  String(config[name] ?? "");

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

/** Proves who sends: by a token, or by user and password; empty with neither. */
export function authorize(config: ChannelConfig): Record<string, string> {
  const [token, user] = [textOf(config, "token"), textOf(config, "user")];
  if (token !== "") return { authorization: `Bearer ${token}` };
  if (user === "") return {};
  return { authorization: `Basic ${toBase64(`${user}:${textOf(config, "password")}`)}` };
}

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

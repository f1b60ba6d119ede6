// Reads what each scheme of Apprise has in its address.
// https://github.com/caronc/apprise/wiki
import type { ChannelConfig } from "#domain/notices/channels/channel-kind.ts";
import type { ChannelKindName } from "#domain/notices/channels/kinds.ts";
import { type Parts, refuse } from "./parts.ts";

/** `at` names the service or the host, for people. */
export type Reading = { kind: ChannelKindName; config: ChannelConfig; at: string };

type Reader = (parts: Parts) => Reading;

/** A part that must be there. `what` is its name in a sentence. */
const need = (part: string | null | undefined, what: string): string =>
  part ? part : refuse(`The address has no ${what}.`);

const serverOf = ({ host, port, isSecure }: Parts, path = ""): string =>
  `${isSecure ? "https" : "http"}://${need(host, "host")}${port}${path}`;

const pathOf = (segments: readonly string[]): string =>
  segments.map((segment) => `/${encodeURIComponent(segment)}`).join("");

const slack: Reader = ({ host, path }) => {
  const tokens = [host, ...path];
  if (tokens.length < 3)
    return refuse("The address of Slack has three tokens: slack://A/B/C.");
  const [a = "", b = "", c = "", channel = ""] = tokens;
  const url = `https://hooks.slack.com/services${pathOf([a, b, c])}`;
  return { kind: "slack", config: { url, ...optional({ channel }) }, at: "Slack" };
};

const discord: Reader = ({ host, path, query }) => {
  const id = need(host, "webhook's id");
  const token = need(path[0], "webhook's token");
  const url = `https://discord.com/api/webhooks${pathOf([id, token])}`;
  const thread = query.get("thread") ?? "";
  return { kind: "discord", config: { url, ...optional({ thread }) }, at: "Discord" };
};

/** tgram://123456:ABC/-1001234:42: a token with a colon is no host, see partsOf. */
const telegram: Reader = ({ host, path, query }) => {
  const token = need(host, "bot's token");
  const [chat = "", inPath] = need(path[0], "chat's id").split(":");
  const thread = inPath ?? query.get("topic") ?? query.get("thread");
  if (thread !== null && !/^\d{1,15}$/.test(thread))
    return refuse("The topic of the chat is a number.");
  return {
    kind: "telegram",
    config: { token, chat, ...(thread !== null && { thread: Number(thread) }) },
    at: "Telegram",
  };
};

/** ntfy://topic is at ntfy.sh; ntfys://[user:password@|token@]host/topic elsewhere. */
const ntfy: Reader = (parts) => {
  const { host, path, user, password, query } = parts;
  const isCloud = path.length === 0;
  const topic = isCloud ? need(host, "topic") : (path[0] ?? "");
  const token = query.get("token") ?? (password === null ? user : null);
  return {
    kind: "ntfy",
    config: {
      topic,
      ...(!isCloud && { server: serverOf(parts) }),
      ...(token ? { token } : optional({ user: user ?? "", password: password ?? "" })),
    },
    at: isCloud ? "ntfy" : host,
  };
};

/** pagerduty://key@api: what Apprise calls the integration key is the user. */
const pagerduty: Reader = ({ user, query }) => {
  const routingKey = need(user, "integration key before the @");
  const isEuropean = query.get("region")?.toLowerCase() === "eu";
  const server = isEuropean ? "https://events.eu.pagerduty.com" : "";
  return {
    kind: "pagerduty",
    config: { routingKey, ...optional({ server }) },
    at: "PagerDuty",
  };
};

const pushover: Reader = ({ user, host, path, query }) => {
  const key = need(user, "user's key before the @");
  const token = need(host, "application's token after the @");
  const device = path[0] ?? "";
  const emergency = ["2", "emergency"].includes(query.get("priority") ?? "");
  return {
    kind: "pushover",
    config: {
      user: key,
      token,
      ...optional({ device }),
      ...(emergency && { emergency }),
    },
    at: "Pushover",
  };
};

/** The token is the last of the path; the server may stand at a path of its own. */
const gotify: Reader = (parts) => {
  const token = need(parts.path.at(-1), "token");
  const server = serverOf(parts, pathOf(parts.path.slice(0, -1)));
  return { kind: "gotify", config: { server, token }, at: parts.host };
};

const mattermost: Reader = (parts) => {
  const token = need(parts.path.at(-1), "webhook's token");
  const base = pathOf(parts.path.slice(0, -1));
  const channel = parts.query.get("channel") ?? "";
  const url = serverOf(parts, `${base}/hooks/${encodeURIComponent(token)}`);
  return { kind: "slack", config: { url, ...optional({ channel }) }, at: parts.host };
};

/** rocket://token@host[/#channel], where the token has a slash that is encoded or not. */
const rocket: Reader = (parts) => {
  const token = need(parts.user, "webhook's token before the @");
  const url = serverOf(parts, `/hooks${pathOf(token.split("/"))}`);
  const channel = parts.path[0] ?? "";
  return { kind: "slack", config: { url, ...optional({ channel }) }, at: parts.host };
};

const workflows: Reader = (parts) => {
  const [workflow, signature] = parts.path;
  const id = need(workflow, "workflow");
  const query = new URLSearchParams({
    "api-version": parts.query.get("ver") ?? "2016-06-01",
    sp: "/triggers/manual/run",
    sv: "1.0",
    sig: need(signature, "signature after the workflow"),
  });
  const at = `/workflows/${encodeURIComponent(id)}/triggers/manual/paths/invoke?${query}`;
  const url = serverOf({ ...parts, isSecure: true }, at);
  return { kind: "teams", config: { url }, at: "Teams" };
};

const matrix: Reader = (parts) => {
  const { user, password, path, host } = parts;
  const token = need(password ?? user, "access token before the @");
  const room = need(path[0], "room");
  if (!room.startsWith("!"))
    return refuse("The room is told by its id, which begins with an exclamation mark.");
  return { kind: "matrix", config: { server: serverOf(parts), token, room }, at: host };
};

/** Apprise sends by SMTP; here the platform does, so that a password is of no use. */
const mail: Reader = ({ user, host, path, query }) => {
  const own = user === null ? "" : `${user}@${need(host, "domain")}`;
  const from = query.get("from") ?? own;
  const named = [query.get("to") ?? [], path].flat().filter((one) => one.includes("@"));
  const to = (named.length > 0 ? named : [own]).join(", ");
  return {
    kind: "email",
    config: { from: need(from, "sender"), to: need(to, "recipient") },
    at: "e-mail",
  };
};

const json: Reader = (parts) => {
  const { user, password, path, host } = parts;
  const url = serverOf(parts, pathOf(path));
  const proof =
    user === null
      ? {}
      : { authorization: `Basic ${btoa(encodeLatin(`${user}:${password ?? ""}`))}` };
  return { kind: "webhook", config: { url, ...proof }, at: host };
};

/** The bytes of a text in UTF-8, each as a character. */
const encodeLatin = (text: string): string =>
  String.fromCharCode(...new TextEncoder().encode(text));

const optional = (fields: Readonly<Record<string, string>>): ChannelConfig =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));

export const readers: Readonly<Record<string, Reader>> = {
  slack,
  discord,
  tgram: telegram,
  ntfy,
  pagerduty,
  pover: pushover,
  gotify,
  mmost: mattermost,
  rocket,
  workflows,
  matrix,
  mailto: mail,
  json,
};

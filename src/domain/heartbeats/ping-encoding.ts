// Encodes pings as lines of a heartbeat's inbox, to which each ping appends one. The
// database puts the ping's number before the rest of its line.
import { type Ping, type PingAction, pingActions } from "./ping.ts";

/** Append only: the position is stored. */
type PackedPing = [
  n: number,
  at: number,
  action: number,
  rid: string | null,
  exitStatus: number | null,
  method: string,
  scheme: 0 | 1,
  userAgent: string,
  from: string,
  bodyBytes: number,
  body: string | null,
  counts: Record<string, number> | null,
  startedAt: number | null,
];

/** A ping's line without its number, which `[` and the number and `,` come before. */
export function packPing(ping: Omit<Ping, "n">): string {
  const [, ...rest]: PackedPing = [
    0,
    ping.at,
    pingActions.indexOf(ping.action),
    ping.rid,
    ping.exitStatus,
    ping.method,
    ping.scheme === "https" ? 1 : 0,
    ping.userAgent,
    ping.from,
    ping.bodyBytes,
    ping.body,
    ping.counts,
    ping.startedAt,
  ];
  return `${JSON.stringify(rest).slice(1).replace(surrogates, escapeUnit)}\n`;
}

/**
 * Characters beyond the first plane are escaped: an inbox is then as long here, in UTF-16
 * units, as in the database, which counts characters.
 */
const surrogates = /[\uD800-\uDFFF]/g;

const escapeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Reads an inbox. A line that cannot be read is left out. */
export const unpackPings = (inbox: string): Ping[] =>
  inbox.split("\n").flatMap((line) => {
    if (line === "") return [];
    try {
      return [unpackPing(JSON.parse(line) as PackedPing)];
    } catch {
      return [];
    }
  });

function unpackPing(packed: PackedPing): Ping {
  const [n, at, action, rid, exitStatus, method, scheme, userAgent, from] = packed;
  if (!(Number.isSafeInteger(n) && Number.isSafeInteger(at)))
    throw new RangeError("a ping has a number and an instant");
  const [bodyBytes, body, counts, startedAt] = packed.slice(9) as [
    number,
    string | null,
    Record<string, number> | null,
    number | null,
  ];
  return {
    n,
    at,
    action: actionAt(action),
    rid,
    exitStatus,
    body,
    bodyBytes,
    counts,
    startedAt,
    method,
    scheme: scheme === 1 ? "https" : "http",
    userAgent,
    from,
  };
}

function actionAt(position: number): PingAction {
  const action = pingActions[position];
  if (action === undefined) throw new RangeError(`no ping has the action ${position}`);
  return action;
}

// Reads the addresses of pings: which heartbeat is meant, and what is told of it. No I/O.
import type { PingAction } from "./ping.ts";

/** How a ping names its heartbeat. */
export type PingedBy = { uuid: string } | { key: string; slug: string };

export type PingAddress = {
  by: PingedBy;
  action: PingAction;
  exitStatus: number | null;
};

/** Why an address tells of no ping, in Healthchecks' words. */
export type AddressRefusal = "not found" | "invalid url format";

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A slug that a heartbeat may have. */
export const slugForm = /^[a-z0-9_-]{1,100}$/;

const keyForm = /^[A-Za-z0-9_-]{1,100}$/;

const highestExitStatus = 255;

/** Reads what follows "/ping/" in a path: "<uuid>/start", "<key>/<slug>/3". */
export function readPingAddress(rest: string): PingAddress | AddressRefusal {
  // A slash at the end is no other address.
  const [first = "", ...others] = rest.replace(/\/$/, "").split("/");
  const uuid = first.toLowerCase();
  if (uuidForm.test(uuid) && others.length < 2) return addressOf({ uuid }, others[0]);
  const [slug, word] = others;
  if (slug === undefined || others.length > 2 || !keyForm.test(first)) return "not found";
  if (!slugForm.test(slug)) return "invalid url format";
  return addressOf({ key: first, slug }, word);
}

function addressOf(by: PingedBy, word: string | undefined): PingAddress | AddressRefusal {
  if (word === undefined) return { by, action: "success", exitStatus: null };
  if (word === "start" || word === "fail" || word === "log")
    return { by, action: word, exitStatus: null };
  if (!/^[0-9]+$/.test(word)) return "not found";
  const exitStatus = Number(word);
  if (exitStatus > highestExitStatus) return "invalid url format";
  return { by, action: exitStatus === 0 ? "success" : "fail", exitStatus };
}

/** A run's id as it is kept, whichever way it is written; null for what is no UUID. */
export function readRid(written: string): string | null {
  const hex = written.toLowerCase().replaceAll("-", "");
  const rid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return uuidForm.test(rid) && [hex, rid].includes(written.toLowerCase()) ? rid : null;
}

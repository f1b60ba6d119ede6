// Says why a host must not be connected to, as a clause for a person; null if it may be.
// Expects the host as the URL class spells it: that undoes octal, hexadecimal, short,
// full-width and percent-encoded spellings of addresses.

import ipaddr from "ipaddr.js";
import { memoize } from "#domain/memo.ts";
import { addressRange } from "./address-range.ts";
import { isLocalName } from "./local-name.ts";

export const hostObjection = (hostname: string, allowPrivate: boolean): string | null =>
  rememberedObjection(hostname, allowPrivate ? "private" : "public");

/** Every run of a target, and every link of a site, asks about the same few hosts. */
const rememberedObjection = memoize(1_000, (hostname = "", reach): string | null => {
  const allowPrivate = reach === "private";
  const address = literalAddress(hostname);
  if (address !== null)
    return addressObjection(hostname, addressRange(address), allowPrivate);
  return allowPrivate ? null : nameObjection(hostname);
});

/** The IP address that a host is; null if the host is a name. */
export function literalAddress(hostname: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (hostname.startsWith("[")) return ipaddr.IPv6.parse(hostname.slice(1, -1));
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? ipaddr.IPv4.parse(hostname) : null;
}

// Such an address means no single machine, so no setting allows it.
const neverAllowed = new Set(["unspecified", "multicast", "broadcast"]);

const rangeWords: Record<string, string> = {
  unspecified: "an unspecified address",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  loopback: "a loopback address",
  private: "a private address",
  uniqueLocal: "a private address",
  linkLocal: "a link-local address",
  carrierGradeNat: "a carrier-grade NAT address",
  reserved: "a reserved address",
  metadata: "a cloud provider's metadata address",
};

/** Refuses every address that is not known to be public. */
function addressObjection(
  hostname: string,
  range: string,
  allowPrivate: boolean,
): string | null {
  if (range === "unicast" || (allowPrivate && !neverAllowed.has(range))) return null;
  return `${hostname} is ${rangeWords[range] ?? "a special-purpose address"}`;
}

function nameObjection(hostname: string): string | null {
  const name = hostname.replace(/\.$/, "");
  const labels = name.split(".");
  if (labels.includes("")) return `${hostname} is not a valid name`;
  if (isLocalName(labels)) return `${name} is a local name`;
  return labels.length > 1 ? null : `${name} has no dot, so it is a local name`;
}

// Tells which range an IP address belongs to; "unicast" means public. Pure. Corrects
// ipaddr.js where it calls an address public that is not, and judges an IPv6 address that
// wraps an IPv4 address by the latter.

import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

export function addressRange(address: Address): string {
  return address.kind() === "ipv4"
    ? rangeOf4(address as ipaddr.IPv4)
    : rangeOf6(address as ipaddr.IPv6);
}

function rangeOf4(address: ipaddr.IPv4): string {
  // Azure's host services: public by every registry, but answered inside the machine's
  // network.
  return address.toString() === "168.63.129.16" ? "metadata" : address.range();
}

function rangeOf6(address: ipaddr.IPv6): string {
  const range = address.range();
  if (range === "unspecified" || range === "loopback") return range;
  const wrapped = wrappedIn(address);
  if (wrapped.length > 0)
    return wrapped.map(rangeOf4).find((inner) => inner !== "unicast") ?? "unicast";
  // IANA has given out only 2000::/3 for public use.
  const isGlobal = ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
  return range === "unicast" && !isGlobal ? "reserved" : range;
}

/** Ranges that wrap IPv4 addresses, and the 16-bit part at which each address begins. */
const wrappers: { cidr: [ipaddr.IPv6, number]; at: number; inverted?: boolean }[] = [
  { cidr: range6("::", 96), at: 6 }, // IPv4-compatible, RFC 4291 2.5.5.1
  { cidr: range6("::ffff:0:0", 96), at: 6 }, // IPv4-mapped, RFC 4291 2.5.5.2
  { cidr: range6("::ffff:0:0:0", 96), at: 6 }, // IPv4-translated, RFC 2765
  { cidr: range6("64:ff9b::", 96), at: 6 }, // NAT64, RFC 6052
  { cidr: range6("2002::", 16), at: 1 }, // 6to4, RFC 3056
  { cidr: range6("2001::", 32), at: 2 }, // Teredo's server, RFC 4380
  { cidr: range6("2001::", 32), at: 6, inverted: true }, // Teredo's client
];
// 64:ff9b:1::/48 (RFC 8215) wraps addresses too, but each network lays it out as it likes
// and none of it is public: ipaddr.js refuses the whole range.

function wrappedIn(address: ipaddr.IPv6): ipaddr.IPv4[] {
  return wrappers
    .filter(({ cidr }) => address.match(cidr))
    .map(({ at, inverted }) => {
      const bytes = address.toByteArray().slice(at * 2, at * 2 + 4);
      return new ipaddr.IPv4(inverted ? bytes.map((byte) => byte ^ 0xff) : bytes);
    });
}

function range6(prefix: string, bits: number): [ipaddr.IPv6, number] {
  return [ipaddr.IPv6.parse(prefix), bits];
}

// Tells callers apart by their addresses, for the limit of requests. Pure.
import ipaddr from "ipaddr.js";

/**
 * Who sends from an address: that address, or an IPv6 address's network of 64 bits, which
 * is the least that one subscriber is given (RFC 6177). Other text is its own caller.
 */
export function callerAt(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  const { parts } = parsed as ipaddr.IPv6;
  return `${parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}

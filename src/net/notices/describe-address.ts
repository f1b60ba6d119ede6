// Names an address without its secrets. Many channels' addresses are secret from the path
// on.

/** The host, with its port where the address has one. */
export const describeAddress = (address: string): string =>
  URL.parse(address)?.host ?? "The address";

// Holds the headers under which the text of a stranger is shown.

/**
 * What a stranger wrote does nothing, wherever it is shown (w3.org/TR/CSP3): it runs and
 * loads nothing, it is in no frame, and its origin is none of ours. A policy does not keep
 * a page from looking up the names of hosts that it mentions, so another header does.
 */
export const strangersText = {
  "content-security-policy":
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "x-dns-prefetch-control": "off",
};

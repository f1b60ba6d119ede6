// Writes sitemaps and their indexes as XML (sitemaps.org/protocol.html), in pieces so
// that they can be streamed.

/** How many URLs the protocol allows in one file. */
export const mostSitemapUrls = 50_000;

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

export const urlsetStart = `${declaration}<urlset ${namespace}>\n`;
export const urlsetEnd = "</urlset>\n";

/**
 * `changedAt` is epoch ms; the protocol wants a W3C datetime, which ISO 8601 with a zone
 * is.
 */
export const urlElement = ({
  url,
  changedAt,
}: {
  url: string;
  changedAt: number;
}): string => {
  const lastModified = new Date(changedAt).toISOString();
  return `<url><loc>${escapeXml(url)}</loc><lastmod>${lastModified}</lastmod></url>\n`;
};

export function sitemapIndex(locations: readonly string[]): string {
  const elements = locations.map(sitemapElement).join("");
  return `${declaration}<sitemapindex ${namespace}>\n${elements}</sitemapindex>\n`;
}

const sitemapElement = (location: string): string =>
  `<sitemap><loc>${escapeXml(location)}</loc></sitemap>\n`;

const entities: Record<string, string> = {
  "&": "&amp;",
  "'": "&apos;",
  '"': "&quot;",
  "<": "&lt;",
  ">": "&gt;",
};

const escapeXml = (text: string): string =>
  text.replaceAll(/[&'"<>]/g, (char) => entities[char] ?? char);

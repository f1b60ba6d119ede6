// Weighs a page as it is transferred: its HTML, and the styles and scripts that it names.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

export type PageWeight = { plain: number; gzip: number; withAssets: number };

/** What HTML names that a browser then loads; images are not among it. */
const assetPattern = /<(?:link|script)\b[^>]*\b(?:href|src)="(\/[^"]+\.(?:css|js))"/g;

/** Gives a page's bytes. Throws unless it and all that it names are there. */
export async function weighPage(
  origin: string,
  path: string,
  cookie: string,
): Promise<PageWeight> {
  const html = await load(`${origin}${path}`, cookie);
  const names = [...html.toString().matchAll(assetPattern)].map(([, name]) => name);
  const gzip = gzipSync(html).length;
  let withAssets = gzip;
  for (const name of new Set(names))
    withAssets += gzipSync(await load(`${origin}${name}`, cookie)).length;
  return { plain: html.length, gzip, withAssets };
}

/** Gives the packed bytes of what is loaded where one zooms. */
export async function weighZoom(origin: string): Promise<number> {
  const { zoom } = JSON.parse(readFileSync("dist/asset-names.json", "utf8"));
  return gzipSync(await load(`${origin}${zoom}`, "")).length;
}

async function load(url: string, cookie: string): Promise<Buffer> {
  const response = await fetch(url, { headers: { cookie, accept: "text/html" } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

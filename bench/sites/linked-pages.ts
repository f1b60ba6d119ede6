// Generates the site of the crawl benchmarks: pages of exactly 8 KB with 21 links each,
// the same in every run. Page 0 is "/". A tree with four children a page leads to every
// page; the other links lead to pages drawn by chance.

const pageBytes = 8_192;
/** With so many pages or more, the links of a page never have to repeat. */
export const fewestPages = 100;
const childrenOfPage = 4;
const linksToOthers = 20;
const sections = 50;
const fillerBytes = 65_536;

export const pathOf = (page: number): string =>
  page === 0 ? "/" : `/section-${page % sections}/page-${page}`;

/** The page at a path, or null when the site of `count` pages has none there. */
export function pageAt(path: string, count: number): number | null {
  const page =
    path === "/"
      ? 0
      : Number(/^\/section-\d+\/page-(\d+)$/.exec(path)?.[1] ?? Number.NaN);
  return page < count && pathOf(page) === path ? page : null;
}

/** Gives the pages of a site of `count` pages, made when asked for. */
export function createPages(count: number): (page: number) => Buffer {
  const filler = createFiller();
  return (page) => {
    const items = linksOf(page, count).map(
      (link, i) => `<li><a href="${spell(link, page + i)}">${link}</a>`,
    );
    const start = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Page ${page}</title></head><body><h1>Page ${page}</h1>
<ul>${items.join("\n")}</ul>
<p><a href="/">Start</a> `;
    const end = "</p></body></html>\n";
    const from = (page * 37) % (fillerBytes - pageBytes);
    const bytes = Buffer.allocUnsafe(pageBytes);
    const startBytes = bytes.latin1Write(start, 0);
    const endAt = pageBytes - end.length;
    filler.copy(bytes, startBytes, from, from + endAt - startBytes);
    bytes.latin1Write(end, endAt);
    return bytes;
  };
}

/** The pages that a page links to, besides "/": none twice, none itself. */
function linksOf(page: number, count: number): number[] {
  const links = new Set<number>();
  for (let i = 1; i <= childrenOfPage; i++) {
    const child = page * childrenOfPage + i;
    if (child < count) links.add(child);
  }
  const draw = createDice(page);
  while (links.size < linksToOthers) {
    const other = 1 + draw(count - 1);
    if (other !== page) links.add(other);
  }
  return [...links];
}

/**
 * Three spellings of one URL: a path, a path relative to the linking page, a path with a
 * fragment.
 */
function spell(page: number, turn: number): string {
  const path = pathOf(page);
  return [path, `..${path}`, `${path}#part-${turn % 7}`][turn % 3] ?? path;
}

const words = `all work and no play makes a dull page of plain text that nobody reads but
  every crawler has to fetch`;

function createFiller(): Buffer {
  const vocabulary = words.split(/\s+/);
  const draw = createDice(0);
  let text = "";
  while (text.length < fillerBytes) text += `${vocabulary[draw(vocabulary.length)]} `;
  return Buffer.from(text, "latin1");
}

/**
 * Draws numbers from 0 to below a bound, determined by the seed: the high bits of a
 * linear congruential generator.
 */
function createDice(seed: number): (bound: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

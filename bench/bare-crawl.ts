// Does the least that crawling the generated site can cost inside the runtime: fetches
// six pages at once, hashes each page and searches it for links. Knows the pages
// beforehand and follows no link: it has no queue, no rules and no database.
import { Parser } from "htmlparser2";
import { pathOf } from "#bench/sites/linked-pages.ts";
import { connections } from "#domain/budget.ts";

/** Gives how many links there were, so that the search cannot be optimised away. */
export async function bareCrawl(site: string, count: number): Promise<number> {
  let next = 0;
  let links = 0;
  const worker = async () => {
    while (next < count) {
      const response = await fetch(`${site}${pathOf(next++)}`);
      const bytes = await response.arrayBuffer();
      await crypto.subtle.digest("SHA-256", bytes);
      links += linksIn(new TextDecoder().decode(bytes)).length;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return links;
}

function linksIn(html: string): string[] {
  const links: string[] = [];
  const parser = new Parser({
    onopentag: (name, { href }) => {
      if (name === "a" && href !== undefined) links.push(href);
    },
  });
  parser.end(html);
  return links;
}

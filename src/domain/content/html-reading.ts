// Names what a crawl keeps of an HTML page. Types only.
import type { RobotsDirectives } from "./meta-robots.ts";

/**
 * As written, with character references decoded and the ASCII whitespace around it
 * stripped.
 */
export type Link = { href: string; nofollow: boolean };

export type HtmlReading = {
  /**
   * Of the first title element, at most 300 characters; null when that is missing or
   * empty.
   */
  title: string | null;
  /** Of the first base element that has one. */
  base: string | null;
  canonical: string | null;
  robots: RobotsDirectives;
  /** In document order, as often as they are written. */
  links: Link[];
  /** The RSS and Atom feeds that the page declares; they are not among the links. */
  feeds: string[];
};

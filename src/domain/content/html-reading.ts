// Names what a crawl keeps of an HTML page. Types only.
import type { RobotsDirectives } from "./meta-robots.ts";

/**
 * A link as written, with character references decoded and without ASCII white space
 * around it.
 */
type Link = { href: string; nofollow: boolean };

export type HtmlReading = {
  /** The first title element, at most 300 characters; null if missing or empty. */
  title: string | null;
  /** The URL of the first base element that has one. */
  base: string | null;
  canonical: string | null;
  robots: RobotsDirectives;
  /** In document order, as often as they are written. */
  links: Link[];
  /** The RSS and Atom feeds that the page declares; they are not among the links. */
  feeds: string[];
  /** How many more links and feeds there are than are held; absent for none. */
  skipped?: number;
};

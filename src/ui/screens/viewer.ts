// Describes whom a page is made for. Every screen takes a viewer: nothing else knows the
// language, the zone and what the viewer may do.
import type { Language, Words } from "#ui/words/words.ts";

export const themes = ["auto", "light", "dark"] as const;

export type Viewer = {
  language: Language;
  words: Words;
  /** An IANA time zone, for every date and time of the page. */
  zone: string;
  /** How the page's colours are chosen: auto follows the viewer's system. */
  theme: (typeof themes)[number];
  /** When the page was made, epoch ms. */
  now: number;
  /** The page's own path and query. */
  address: string;
  /** May change things; a reader only looks; null is not logged in. */
  role: "admin" | "reader" | null;
  /** What each form that changes something sends along; empty without a login. */
  formToken: string;
  /** Whether there is a session to end: those let in by a proxy have none. */
  hasSession: boolean;
};

// Says what the pages show on which status pages are made and edited. Plain data.
import type { Refusals } from "#ui/screens/fields.tsx";

export const pageFields = [
  "slug",
  "title",
  "description",
  "groups",
  "language",
  "zone",
  "link",
] as const;
export type PageField = (typeof pageFields)[number];

/** What stands in a form; its boxes are ticked where they are named. */
export type PageForm = {
  values: Partial<Record<PageField, string>>;
  incidents: boolean;
  maintenance: boolean;
  noindex: boolean;
  /** The revision that is edited; empty for a new page. */
  revision: string;
  refusals: Refusals;
};

export type ListedPage = { slug: string; title: string; services: number };

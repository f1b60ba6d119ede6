// Defines a public status page: what it is called, and which targets were opted in to it.

/** A target on the page, and the name that it has there; null for its own. */
export type OptedIn = { id: number; name: string | null };

/** Targets under one heading: those that are named, and those that have one of the tags. */
export type StatusGroup = {
  name: string;
  targets: readonly OptedIn[];
  tags: readonly string[];
};

export const pageLanguages = ["en", "ja"] as const;

export type StatusPage = {
  title: string;
  description: string | null;
  groups: readonly StatusGroup[];
  /** Null for what the reader's browser prefers. */
  language: (typeof pageLanguages)[number] | null;
  /** The time zone in which times are written. */
  zone: string;
  showsIncidents: boolean;
  showsMaintenance: boolean;
  /** Where the title leads: the address of whoever's page it is. */
  link: string | null;
  /** Whether search engines may list it. */
  isIndexed: boolean;
  /** Random, and told nobody: the ids on the page say nothing of those behind them. */
  salt: string;
};

/** A page as it is kept. Instants are epoch ms. */
export type KeptPage = {
  slug: string;
  page: StatusPage;
  revision: number;
  createdAt: number;
  updatedAt: number;
};

export const slugPattern = /^[a-z0-9-]{1,50}$/;

/** As many pages as a list shows at once. */
export const mostPages = 100;
/** More would take a page of megabytes, and nobody reads so far. */
export const mostServices = 200;
export const mostGroups = 50;
/** Of a group. */
export const mostGroupTags = 20;

/** The ids that a page names. */
export const namedIds = ({ groups }: Pick<StatusPage, "groups">): number[] => [
  ...new Set(groups.flatMap(({ targets }) => targets.map(({ id }) => id))),
];

/** The tags that a page names. */
export const namedTags = ({ groups }: Pick<StatusPage, "groups">): string[] => [
  ...new Set(groups.flatMap(({ tags }) => tags)),
];

export type Placed<Subject> = {
  group: StatusGroup;
  services: { subject: Subject; name: string | null }[];
};

/**
 * Puts targets into the groups of a page: in each those that it names, in its order, then
 * those with its tags, by name. Each target stands in the first place that is its, and
 * whoever has none is left out. So are those beyond the most that a page shows.
 */
export function placeSubjects<
  Subject extends { id: number; name: string; tags: readonly string[] },
>(
  page: StatusPage,
  subjects: readonly Subject[],
): { groups: Placed<Subject>[]; isCut: boolean } {
  const left = new Map(subjects.map((subject) => [subject.id, subject]));
  const byName = subjects.toSorted(
    (a, b) => Number(a.name > b.name) - Number(a.name < b.name) || a.id - b.id,
  );
  let room = mostServices;
  let isCut = false;
  const named = new Set(namedIds(page));
  const take = (subject: Subject | undefined, name: string | null) => {
    if (subject === undefined || !left.has(subject.id)) return [];
    if (room === 0) isCut = true;
    if (room === 0) return [];
    room -= 1;
    left.delete(subject.id);
    return [{ subject, name }];
  };
  const groups = page.groups.map((group) => ({
    group,
    services: [
      ...group.targets.flatMap(({ id, name }) => take(left.get(id), name)),
      ...byName
        .filter(
          ({ id, tags }) =>
            !named.has(id) && tags.some((tag) => group.tags.includes(tag)),
        )
        .flatMap((subject) => take(subject, null)),
    ],
  }));
  return { groups, isCut };
}

// Describes status pages as users write them. Parses and writes them.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  type KeptPage,
  mostGroups,
  mostGroupTags,
  mostServices,
  namedIds,
  pageLanguages,
  type StatusPage,
  slugPattern,
} from "#domain/status/status-page.ts";
import { explainZone, isZone } from "#domain/time/zone.ts";
import { instant, isoOf } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { findAllNamed, namedTarget } from "#http/targets/named-targets.ts";
import { tagText } from "#http/targets/target-document.ts";

const publicName = z.string().trim().min(1).max(100);

const OptedInField = z.union(
  [
    namedTarget.transform((target) => ({ target, name: undefined })),
    z.strictObject({ target: namedTarget, name: publicName.optional() }),
  ],
  { error: "This is a target's id or key, or an object with target and name." },
);

const GroupField = z.strictObject({
  name: publicName.openapi({ example: "Shop" }),
  targets: z
    .array(OptedInField)
    .max(mostServices)
    .default([])
    .openapi({
      type: "array",
      items: { type: ["integer", "string", "object"] },
      description:
        "Ids or keys, or objects that give a target another name here: {target, name}.",
      example: ["home", { target: 3, name: "Search" }],
    }),
  tags: z
    .array(tagText)
    .max(mostGroupTags)
    .default([])
    .openapi({ description: "Every target that has one of them.", example: ["public"] }),
});

export const StatusPageDocument = z
  .strictObject({
    title: publicName.openapi({ example: "Example Shop" }),
    description: z.string().trim().min(1).max(2_000).nullish(),
    groups: z.array(GroupField).max(mostGroups).default([]),
    language: z
      .enum(pageLanguages)
      .nullish()
      .openapi({ description: "What the reader's browser prefers unless given." }),
    zone: z.string().default("UTC").openapi({
      description: "The IANA zone in which times are written.",
      example: "Europe/Berlin",
    }),
    incidents: z.boolean().default(true),
    maintenance: z.boolean().default(true),
    link: z
      .url({ protocol: /^https?$/, error: "This is an address with http or https." })
      .max(2_048)
      .nullish()
      .openapi({
        description: "Where the title leads.",
        example: "https://example.com/",
      }),
    noindex: z
      .boolean()
      .default(false)
      .openapi({ description: "Whether search engines are asked not to list it." }),
  })
  .openapi("StatusPageDocument", {
    description:
      "Only targets that a group names, or that have one of its tags, are on the page: by a name, with their state and their days, and nothing else.",
  });

type Parsed = z.output<typeof StatusPageDocument>;

export const slugField = z
  .string()
  .regex(slugPattern, "A slug is 1 to 50 of a-z, 0-9 and dashes.")
  .openapi({ example: "shop" });

/** Throws a Problem that names the field. What `stored` has already is taken as it is. */
export async function parsePage(
  deps: Pick<Deps, "db" | "newToken">,
  document: Parsed,
  stored: StatusPage | null,
): Promise<StatusPage> {
  const { title, description, groups, language, zone, link } = document;
  if (!isZone(zone)) throw invalidField("json", ["zone"], explainZone(zone));
  const named = groups.flatMap(({ targets }, group) =>
    targets.map(({ target }, i) => ({
      name: target,
      path: ["groups", group, "targets", i],
    })),
  );
  if (named.length > mostServices)
    throw invalidField("json", ["groups"], "A page names at most 200 targets.");
  const ids = await findAllNamed(deps, named, stored === null ? [] : namedIds(stored));
  let at = 0;
  const nextId = () => ids[at++] as number;
  return {
    title,
    description: description ?? null,
    groups: groups.map(({ name, targets, tags }) => ({
      name,
      targets: targets.map((one) => ({ id: nextId(), name: one.name ?? null })),
      tags: [...new Set(tags)],
    })),
    language: language ?? null,
    zone,
    showsIncidents: document.incidents,
    showsMaintenance: document.maintenance,
    link: link ?? null,
    isIndexed: !document.noindex,
    salt: stored?.salt ?? deps.newToken(),
  };
}

/** The document of a page, as a user would write it. */
const toPageDocument = (page: StatusPage) => ({
  title: page.title,
  description: page.description,
  groups: page.groups.map(({ name, targets, tags }) => ({
    name,
    targets: targets.map(({ id, name: given }) =>
      given === null ? id : { target: id, name: given },
    ),
    tags: [...tags],
  })),
  language: page.language,
  zone: page.zone,
  incidents: page.showsIncidents,
  maintenance: page.showsMaintenance,
  link: page.link,
  noindex: !page.isIndexed,
});

export const StatusPageAnswer = z
  .object({
    slug: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    groups: z.array(
      z.object({
        name: z.string(),
        targets: z.array(
          z.union([z.int(), z.object({ target: z.int(), name: z.string() })]),
        ),
        tags: z.array(z.string()),
      }),
    ),
    language: z.enum(pageLanguages).nullable(),
    zone: z.string(),
    incidents: z.boolean(),
    maintenance: z.boolean(),
    link: z.string().nullable(),
    noindex: z.boolean(),
    path: z.string().openapi({
      description: "Where everybody can read it, a minute after a change at the latest.",
      example: "/status/shop",
    }),
    createdAt: instant,
    updatedAt: instant,
    revision: z.int(),
  })
  .openapi("StatusPage");

export const toPageAnswer = ({
  slug,
  page,
  revision,
  createdAt,
  updatedAt,
}: KeptPage): z.output<typeof StatusPageAnswer> => ({
  slug,
  ...toPageDocument(page),
  path: pathOf(slug),
  createdAt: isoOf(createdAt),
  updatedAt: isoOf(updatedAt),
  revision,
});

export const pathOf = (slug: string): string => `/status/${slug}`;

// Gives what a page says of itself: title, description, author, dates and the like.
import type { ReadValue } from "#domain/conditions/read-value.ts";
import type { Json } from "#domain/json.ts";
import { readDate } from "#domain/readings/dates/read-date.ts";
import { type Elements, elementsOf } from "#domain/readings/dom/elements.ts";
import { linksOf } from "#domain/readings/dom/page-links.ts";
import { findJsonLd, textIn } from "#domain/readings/page-data/json-ld.ts";
import {
  findMetaTags,
  isMetaTags,
  type MetaTags,
} from "#domain/readings/page-data/meta-tags.ts";
import { type MetaField, metaFields } from "#domain/readings/step.ts";
import {
  type Material,
  nothingFound,
  type Page,
  type StepKind,
  type Unread,
} from "#domain/readings/step-kind.ts";
import { tellStepOf } from "#domain/readings/told/told-step.ts";

/** Where each field stands, the best place first. */
const places: Readonly<Record<MetaField, readonly string[]>> = {
  title: ["<title>", "og:title", "twitter:title"],
  description: ["description", "og:description", "twitter:description"],
  canonical: ["<canonical>", "og:url"],
  site: ["og:site_name", "application-name"],
  image: ["og:image", "og:image:secure_url", "og:image:url", "twitter:image"],
  type: ["og:type"],
  author: ["author", "article:author", "dc.creator", "dcterms.creator"],
  published: [
    "article:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "date",
  ],
  modified: [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
  ],
  language: ["<lang>", "content-language", "og:locale"],
};

/** What stands in JSON-LD where no element says it. */
const jsonLdFields: Partial<Record<MetaField, string>> = {
  author: "author",
  published: "datePublished",
  modified: "dateModified",
};

export const meta: StepKind<"meta"> = {
  prepare:
    ({ meta }) =>
    (material, page) => {
      const elements = elementsOf(material, page);
      const tags = findMetaTags(elements);
      if (!isMetaTags(tags)) return tags;
      const find = finder(tags, elements, page);
      return meta === true ? giveAll(find) : giveSome(meta, find);
    },
  tell: ({ meta }) => (meta === true ? "meta" : tellStepOf("meta", meta.join(", "))),
};

type Find = (field: MetaField) => ReadValue | null;

function finder(tags: MetaTags, elements: Elements, page: Page): Find {
  const links = linksOf(elements.page, page.answer.finalUrl);
  let objects: readonly Json[] | undefined;
  const findObjects = () => {
    objects ??= findJsonLd(elements);
    return objects;
  };
  return (field) => {
    const place = places[field].find((name) => tags.has(name));
    const text = (place && tags.get(place)) ?? findInJsonLd(field, findObjects);
    if (text === null) return null;
    return field === "published" || field === "modified"
      ? toDate(text)
      : { type: "text", text: isLink(field) ? links(text) : text };
  };
}

const isLink = (field: MetaField): boolean => field === "canonical" || field === "image";

function findInJsonLd(
  field: MetaField,
  findObjects: () => readonly Json[],
): string | null {
  const name = jsonLdFields[field];
  if (name === undefined) return null;
  const holder = findObjects().find((object) => textIn(object[name]) !== null);
  return holder === undefined ? null : textIn(holder[name]);
}

function toDate(text: string): ReadValue {
  const date = readDate(text, null);
  return date !== null && "at" in date
    ? { type: "date", at: date.at }
    : { type: "text", text };
}

function giveAll(find: Find): Material | Unread {
  const found = metaFields.flatMap((field) => {
    const value = find(field);
    return value === null ? [] : [[field, value] as const];
  });
  if (found.length === 0) return nothingFound;
  return { kind: "fields", fields: Object.fromEntries(found) };
}

/** Of one field the value itself; of several each under its name. */
function giveSome(fields: readonly MetaField[], find: Find): Material | Unread {
  const values: [MetaField, ReadValue][] = [];
  for (const field of fields) {
    const value = find(field);
    if (value === null) return { unread: `found no ${field}` };
    values.push([field, value]);
  }
  const [only, ...others] = values;
  if (only === undefined || others.length > 0)
    return { kind: "fields", fields: Object.fromEntries(values) };
  return { kind: "value", value: only[1] };
}

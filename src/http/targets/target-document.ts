// Describes a target as users write it: a table of its parts, from which the document's
// schema, a target's draft and a target's document follow.
import { z } from "@hono/zod-openapi";
import { isObject } from "#domain/json.ts";
import {
  kinds,
  type Target,
  type TargetDraft,
  usualRequest,
} from "#domain/targets/target.ts";
import { targetKey } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { type AddressPolicy, guardUrl } from "#net/addresses/address-guard.ts";
import { alarmPart } from "./parts/alarm-part.ts";
import { changesPart } from "./parts/changes-part.ts";
import { crawlPart } from "./parts/crawl-part.ts";
import { expectationPart } from "./parts/expectation-part.ts";
import { extractPart } from "./parts/extract-part.ts";
import { checkFields, checkKind, hasField } from "./parts/fields-of-kinds.ts";
import { heartbeatPart } from "./parts/heartbeat-part.ts";
import { asIs, type DraftSource, type Part, part } from "./parts/part.ts";
import { requestPart } from "./parts/request-part.ts";
import { retentionPart } from "./parts/retention-part.ts";
import { schedulePart } from "./parts/schedule-part.ts";

const tagPattern = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,49}$/u;
export const tagText = z
  .string()
  .regex(tagPattern, "A tag is 1 to 50 letters, digits, spaces or ._:/-.")
  .openapi({ pattern: tagPattern.source });

/** How many tags a target has at most. */
export const mostTags = 20;

/** The host is no part of a document: it follows from the URL. */
type DocumentField = Exclude<keyof TargetDraft, "host">;

const parts = {
  url: part({
    schema: z.string().min(1).max(2_048).nullish().openapi({
      description: "What is fetched, or where a site begins. A heartbeat has none.",
      example: "https://example.com/",
    }),
    parse: (_, { url }) => url?.href ?? "",
    write: asIs,
  }),
  kind: part({
    schema: z.enum(kinds).default("page").openapi({
      description:
        "page: this URL. site: each run is a crawl that follows links from it. heartbeat: a job that runs elsewhere and reports its runs.",
    }),
    parse: asIs,
    write: asIs,
  }),
  name: part({
    schema: z.string().trim().min(1).max(200).optional().openapi({
      description: "The URL's host and path unless given. A heartbeat must have one.",
    }),
    parse: (name, { url }) => name ?? usualName(url),
    write: asIs,
    patchBase: (name, { url }) =>
      url !== "" && name === usualName(new URL(url)) ? undefined : name,
  }),
  key: part({
    schema: targetKey.nullish().openapi({
      description: "A name of your own, unique: for configuration as code.",
      example: "home",
    }),
    parse: (key) => key ?? null,
    write: asIs,
  }),
  tags: part({
    schema: z
      .array(tagText)
      .max(mostTags)
      .default([])
      .openapi({ example: ["web"] }),
    parse: (tags) => [...new Set(tags)],
    write: asIs,
  }),
  enabled: part({ schema: z.boolean().default(true), parse: asIs, write: asIs }),
  schedule: schedulePart,
  request: requestPart,
  expect: expectationPart,
  crawl: crawlPart,
  heartbeat: heartbeatPart,
  retention: retentionPart,
  alarm: alarmPart,
  extract: extractPart,
  changes: changesPart,
  badges: part({
    schema: z
      .boolean()
      .default(false)
      .openapi({ description: "Whether everybody may see its badges, without a token." }),
    parse: asIs,
    write: asIs,
  }),
} satisfies { [Name in DocumentField]: Part<z.ZodType, TargetDraft[Name]> };

/** What a target is called unless its user says otherwise. */
function usualName(url: URL | null): string {
  if (url === null) throw invalidField("json", ["name"], "A heartbeat needs a name.");
  const { host, pathname } = url;
  return `${host}${pathname === "/" ? "" : pathname}`.slice(0, 200);
}

type Parts = typeof parts;
type PartName = keyof Parts;
const partNames = Object.keys(parts) as PartName[];
const partsByName: Record<PartName, Part<z.ZodType, unknown>> = parts;

/**
 * Maps each part's name to a value, unless undefined. The caller vouches for the type.
 */
const mapParts = <Mapped>(give: (name: PartName) => unknown): Mapped =>
  Object.fromEntries(
    partNames
      .map((name) => [name, give(name)])
      .filter(([, given]) => given !== undefined),
  ) as Mapped;

type Shape = { [Name in PartName]: Parts[Name]["schema"] };

export const TargetDocument = z
  .strictObject(mapParts<Shape>((name) => parts[name].schema))
  .refine(hasItsUrl, {
    path: ["url"],
    error: "This is missing; it is text.",
    // Whatever else is wrong: "ulr" is a field that does not exist and one that is missing.
    when: ({ value }) => isObject(value),
  })
  .openapi("TargetDocument", {
    example: {
      url: "https://example.com/",
      name: "Example",
      key: "home",
      tags: ["web"],
      schedule: { every: "5m" },
      request: { timeout: "10s" },
    },
  });

function hasItsUrl({ kind, url }: { kind?: unknown; url?: unknown }): boolean {
  return kind === "heartbeat" || (url ?? null) !== null;
}

export type ParsedDocument = z.output<typeof TargetDocument>;

/** What parsing a document needs besides the document. */
type DraftContext = Pick<DraftSource, "now" | "stored" | "newUuid"> & {
  addresses: AddressPolicy;
};

type ParsedParts = { [Name in PartName]: ReturnType<Parts[Name]["parse"]> };

/** Parses a document; throws a Problem for rules that go beyond single fields. */
export function toDraft(document: ParsedDocument, context: DraftContext): TargetDraft {
  const { kind, request, extract = [] } = document;
  checkKind(kind, context.stored);
  checkFields(document);
  const url = kind === "heartbeat" ? null : checkUrl(document.url ?? "", context);
  const method = request?.method ?? usualRequest.method;
  const source: DraftSource = { ...context, url, kind, method, extract };
  const parsed = mapParts<ParsedParts>((name) =>
    partsByName[name].parse(document[name], source),
  );
  return { ...parsed, host: url?.host ?? "" };
}

/**
 * An address that is stored already is not judged again: a target must still be possible
 * to pause or rename when the policy has become stricter. It is not fetched.
 */
function checkUrl(written: string, { addresses, stored }: DraftContext): URL {
  const url = URL.parse(written);
  if (url !== null) url.hash = "";
  if (url !== null && url.href === stored?.url) return url;
  const guarded = guardUrl(written, addresses);
  if (!guarded.ok) {
    const detail = `This address cannot be fetched: ${guarded.detail}.`;
    throw invalidField("json", ["url"], detail);
  }
  guarded.url.hash = "";
  return guarded.url;
}

type WrittenDocument = z.input<typeof TargetDocument>;

/**
 * The document that a user would write to get this target. Every default is spelled out,
 * and secrets are masked.
 */
export const toDocument = (target: Target): WrittenDocument =>
  mapParts((name) =>
    hasField(target.kind, name) ? partsByName[name].write(target[name]) : undefined,
  );

/** The document of a target as a merge patch finds it. */
export function patchBaseOf(
  target: Target,
  patch: Record<string, unknown>,
): Partial<WrittenDocument> {
  const document = toDocument(target);
  return mapParts((name) => {
    if (!hasField(target.kind, name)) return undefined;
    const { patchBase } = partsByName[name];
    const written = document[name];
    return patchBase ? patchBase(written, target, patch[name]) : written;
  });
}

// Targets as users write them, and their way to and from the domain's form.
import { z } from "@hono/zod-openapi";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { isSecretHeader } from "#domain/secret-header.ts";
import {
  kinds,
  methods,
  type Retention,
  type Target,
  type TargetDraft,
  usualExpectation,
  usualRequest,
} from "#domain/targets/target.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs } from "#domain/time/instants.ts";
import { durationField } from "#http/fields.ts";
import { invalid } from "#http/problem.ts";
import {
  parseSchedule,
  ScheduleDocument,
  toScheduleDocument,
} from "#http/schedules/schedule-document.ts";
import { type AddressPolicy, guardUrl } from "#net/addresses/address-guard.ts";
import { CrawlDocument, parseCrawl, toCrawlDocument } from "./crawl-document.ts";

/**
 * Stands for a secret header's value in answers; written back, it means the stored value.
 */
const masked = "***";

const RequestDocument = z
  .strictObject({
    method: z.enum(methods).default("GET"),
    headers: z
      .record(
        z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, "This is not a header name."),
        z.string().max(4_096),
      )
      .default({})
      .openapi({
        example: { accept: "text/html" },
        description: `Secret ones are answered as "${masked}".`,
      }),
    body: z.string().max(65_536).nullish(),
    timeout: durationField(100, 60_000).default(usualRequest.timeoutMs).openapi({
      description: "For a whole attempt, body and redirects included.",
      default: "10s",
      example: "10s",
    }),
    firstByteTimeout: durationField(100, 60_000).optional().openapi({
      description: "Until the answer begins; the timeout unless given.",
      example: "5s",
    }),
    maxBodyBytes: z
      .int()
      .min(1)
      .max(10_485_760)
      .default(usualRequest.maxBodyBytes)
      .openapi({ description: "Reading stops there, decoded bytes." }),
    maxRedirects: z
      .int()
      .min(0)
      .max(20)
      .default(usualRequest.maxRedirects)
      .openapi({ description: "0 takes a redirect as the answer." }),
    retries: z.int().min(0).max(5).optional().openapi({
      description:
        "After failed connections and 5xx. 1 unless given, 0 for POST and PATCH.",
    }),
  })
  .openapi("Request");

const statusMessage =
  'This is a status such as 200, a class such as "2xx" or a range such as "200-299".';
const statusPattern = z
  .union([z.string(), z.int().transform(String)], { error: statusMessage })
  .refine((pattern) => /^([1-5]xx|[1-5]\d\d(-[1-5]\d\d)?)$/.test(pattern), statusMessage)
  .openapi({ type: "string", example: "2xx" });

const keptField = (what: string) =>
  durationField(dayMs, 3_650 * dayMs)
    .nullish()
    .openapi({
      type: ["string", "null"],
      description: `${what}, 1d to 3650d.`,
      example: "30d",
    });

const RetentionDocument = z
  .strictObject({
    runs: keptField("Every run"),
    hours: keptField("The statistics of each hour"),
    failures: keptField("Failed runs"),
  })
  .openapi("Retention", {
    description:
      "How long a target's history is kept. What is not named is kept as long as the deployment says.",
    example: { runs: "7d", failures: "365d" },
  });

export const targetKey = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "A key is 1 to 100 letters, digits, dots, dashes or underscores.",
  );

const tagPattern = /^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,49}$/u;
const tag = z
  .string()
  .regex(tagPattern, "A tag is 1 to 50 letters, digits, spaces or ._:/-.")
  .openapi({ pattern: tagPattern.source });

export const TargetDocument = z
  .strictObject({
    url: z.string().min(1).max(2_048).openapi({ example: "https://example.com/" }),
    kind: z.enum(kinds).default("page").openapi({
      description:
        "page: this URL. site: each run is a crawl that follows links from it.",
    }),
    name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .openapi({ description: "The URL's host and path unless given." }),
    key: targetKey.nullish().openapi({
      description: "A name of your own, unique: for configuration as code.",
      example: "home",
    }),
    tags: z
      .array(tag)
      .max(20)
      .default([])
      .openapi({ example: ["web"] }),
    enabled: z.boolean().default(true),
    schedule: ScheduleDocument.prefault({}),
    request: RequestDocument.prefault({}),
    expect: z
      .strictObject({
        status: z.array(statusPattern).min(1).max(20).default(usualExpectation.status),
      })
      .prefault({})
      .openapi("Expectation", { description: "What counts as success." }),
    crawl: CrawlDocument.optional(),
    retention: RetentionDocument.prefault({}),
    badges: z
      .boolean()
      .default(false)
      .openapi({ description: "Whether everybody may see its badges, without a token." }),
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

export type ParsedDocument = z.output<typeof TargetDocument>;

/** What a draft is judged against. */
export type DraftContext = {
  now: number;
  addresses: AddressPolicy;
  /** The target that the document replaces: masked headers keep its values. */
  stored: Target | null;
  /**
   * A schedule to keep whatever the document says: one that was fine when it was set may
   * have expired since.
   */
  schedule?: Schedule;
};

/**
 * The domain's form of a document; throws a Problem for rules that go beyond single
 * fields.
 */
export function toDraft(document: ParsedDocument, context: DraftContext): TargetDraft {
  const { now, addresses, stored } = context;
  const guarded = guardUrl(document.url, addresses);
  if (!guarded.ok)
    throw refused(["url"], `This address cannot be fetched: ${guarded.detail}.`);
  const { url } = guarded;
  url.hash = "";
  return {
    kind: document.kind,
    key: document.key ?? null,
    url: url.href,
    host: url.host,
    name: document.name ?? usualName(url),
    tags: [...new Set(document.tags)],
    enabled: document.enabled,
    schedule: context.schedule ?? parseSchedule(document.schedule, now),
    request: toRequestSpec(document.request, stored),
    expect: document.expect,
    crawl: toCrawlSpec(document),
    retention: toRetention(document.retention),
    badges: document.badges,
  };
}

const toRetention = ({
  runs,
  hours,
  failures,
}: ParsedDocument["retention"]): Retention => ({
  runsMs: runs ?? null,
  hoursMs: hours ?? null,
  failuresMs: failures ?? null,
});

function toCrawlSpec({ kind, crawl, request }: ParsedDocument): TargetDraft["crawl"] {
  if (kind === "site") {
    if (request.method !== "GET")
      throw refused(["request", "method"], "A site is read with GET.");
    return parseCrawl(crawl ?? CrawlDocument.parse({}));
  }
  if (crawl !== undefined)
    throw refused(["crawl"], "Only a site is crawled: this goes with kind site.");
  return null;
}

/** What a target is called unless its user says otherwise. */
export const usualName = (url: URL): string =>
  `${url.host}${url.pathname === "/" ? "" : url.pathname}`.slice(0, 200);

function toRequestSpec(
  request: ParsedDocument["request"],
  stored: Target | null,
): TargetDraft["request"] {
  const {
    method,
    timeout,
    firstByteTimeout = timeout,
    maxBodyBytes,
    maxRedirects,
  } = request;
  const body = request.body ?? null;
  if (body !== null && (method === "GET" || method === "HEAD"))
    throw refused(["request", "body"], `A ${method} has no body.`);
  if (firstByteTimeout > timeout)
    throw refused(["request", "firstByteTimeout"], "This is longer than the timeout.");
  const entries = Object.entries(request.headers).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const headers = Object.fromEntries(
    entries.map(([name, value]) => [name, unmask(name, value, stored)]),
  );
  // POST and PATCH may not be sent twice unasked (RFC 9110 section 9.2.2).
  const retries = request.retries ?? (method === "POST" || method === "PATCH" ? 0 : 1);
  return {
    method,
    headers,
    body,
    timeoutMs: timeout,
    firstByteTimeoutMs: firstByteTimeout,
    maxBodyBytes,
    maxRedirects,
    retries,
  };
}

function unmask(name: string, value: string, stored: Target | null): string {
  try {
    new Headers([[name, value]]);
  } catch {
    throw refused(["request", "headers", name], "This value cannot be sent in a header.");
  }
  if (value !== masked || !isSecretHeader(name)) return value;
  const known = stored?.request.headers[name];
  if (known === undefined)
    throw refused(
      ["request", "headers", name],
      `"${masked}" stands for a stored value, and there is none.`,
    );
  return known;
}

const refused = (path: string[], message: string) =>
  invalid([{ code: "custom", path, message }], "json");

/**
 * What a user would have to say to get this target, every default spelled out and secrets
 * masked.
 */
export function toDocument(target: Target): z.input<typeof TargetDocument> {
  const { request } = target;
  return {
    url: target.url,
    kind: target.kind,
    name: target.name,
    key: target.key,
    tags: target.tags,
    enabled: target.enabled,
    schedule: toScheduleDocument(target.schedule),
    request: {
      method: request.method,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [
          name,
          isSecretHeader(name) ? masked : value,
        ]),
      ),
      body: request.body,
      timeout: formatDuration(request.timeoutMs),
      ...(request.firstByteTimeoutMs !== request.timeoutMs && {
        firstByteTimeout: formatDuration(request.firstByteTimeoutMs),
      }),
      maxBodyBytes: request.maxBodyBytes,
      maxRedirects: request.maxRedirects,
      retries: request.retries,
    },
    expect: target.expect,
    ...(target.crawl && { crawl: toCrawlDocument(target.crawl) }),
    retention: toRetentionDocument(target.retention),
    badges: target.badges,
  };
}

function toRetentionDocument({
  runsMs,
  hoursMs,
  failuresMs,
}: Retention): z.input<typeof RetentionDocument> {
  return {
    ...(runsMs !== null && { runs: formatDuration(runsMs) }),
    ...(hoursMs !== null && { hours: formatDuration(hoursMs) }),
    ...(failuresMs !== null && { failures: formatDuration(failuresMs) }),
  };
}

// Holds that the form of a target and its document say the same.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRefusedSteps, prepareSteps } from "#domain/readings/prepare-steps.ts";
import { methods } from "#domain/targets/target.ts";
import { readBody, writeBody } from "#http/editor/form/body-text.ts";
import { readList, writeList } from "#http/editor/form/list-text.ts";
import { documentOf, rows, valuesOf } from "#http/editor/form/target-form.ts";
import { usualValues } from "#http/editor/form/usual-form.ts";
import { type ParsedDocument, TargetDocument } from "#http/targets/target-document.ts";
import { anyStep } from "#test/fixtures/readings/any-step.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const usual = usualValues("Europe/Berlin");

/** What a browser makes of a text between a page and the form that it sends. */
const throughBrowser = (text: string) =>
  text.replaceAll(/\r\n?/g, "\n").replaceAll("\n", "\r\n").replaceAll("\r\n", "\n");

const anyText = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength }),
    fc.constantFrom('"', '"a"', " a ", "a\nb", "a, b", "\\", "***", "<b>&amp;", "\u202e"),
  );
const duration = (shortest: number, longest: number) =>
  fc.integer({ min: shortest, max: longest }).map((seconds) => `${seconds}s`);
const zone = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Tokyo");
const weekdays = fc.subarray(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], {
  minLength: 1,
});
const clock = fc.constantFrom("00:00", "09:30", "17:00", "23:59");
const instant = fc.constantFrom("2030-01-31T09:00:00.000Z", "2031-01-31T09:00:00+09:00");
const optional = { requiredKeys: [] };
const tag = fc.constantFrom("web", "a b", "a ", "läden", "x:y/z-1.2");
const tags = fc.uniqueArray(tag, { maxLength: 4 });
const pattern = fc.constantFrom("/docs/*", "https://example.com/*", "/a,b/:id");

const schedule = fc
  .tuple(
    fc.oneof(
      fc.record({ every: duration(5, 30_000_000) }, optional),
      fc.record({
        cron: fc.constantFrom(
          "*/5 * * * *",
          "0 9 * * mon-fri",
          "0,30 9,17 * * *",
          "0 9 * * 1-5",
          "@daily",
          "15 30 9 * * sun",
        ),
        zone,
      }),
    ),
    fc.record(
      {
        window: fc.option(
          fc.record({ weekdays, from: clock, to: clock, zone }, optional),
        ),
        startAt: fc.option(instant),
        expiresAt: fc.option(instant),
        overlap: fc.constantFrom("buffer-one", "keep-latest", "buffer-all", "skip"),
        catchUpWindow: duration(0, 604_800),
        grace: duration(0, 86_400),
      },
      optional,
    ),
  )
  .map(([timing, rest]) => ({ ...timing, ...rest }));

const request = fc.record(
  {
    method: fc.constantFrom(...methods),
    headers: fc.dictionary(
      fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/),
      fc.oneof(
        fc.stringMatching(/^([!-~]([ -~]{0,30}[!-~])?)?$/),
        fc.constantFrom("***", "a: b", ""),
      ),
    ),
    secretHeaders: fc.subarray(["x-one", "x-two"]),
    body: fc.option(
      fc.oneof(
        fc.string({ unit: "grapheme", maxLength: 80 }),
        fc.constantFrom("", "\n", "a\r\nb\r\n", "a\rb", "a\nb\r\n", "\0", '"a"', " "),
      ),
    ),
    timeout: duration(1, 60),
    firstByteTimeout: duration(1, 60),
    maxBodyBytes: fc.integer({ min: 1, max: 10_485_760 }),
    maxRedirects: fc.integer({ min: 0, max: 20 }),
    retries: fc.integer({ min: 0, max: 5 }),
  },
  optional,
);

const amount = (max: number) => fc.integer({ min: 1, max });
const crawl = fc.record(
  {
    scope: fc.constantFrom("origin", "host", "site", "any"),
    include: fc.array(pattern, { maxLength: 3 }),
    exclude: fc.array(pattern, { maxLength: 3 }),
    maxDepth: fc.option(amount(10_000)),
    maxPages: amount(1_000_000),
    contentTypes: fc.subarray(["text/html", "image/*"]),
    query: fc.oneof(
      fc.constantFrom("keep", "drop"),
      fc.array(anyText(20), { maxLength: 4 }),
    ),
    maxQueryVariants: amount(1_000_000),
    images: fc.boolean(),
    sitemaps: fc.boolean(),
    feeds: fc.boolean(),
    robots: fc.boolean(),
    delay: duration(0, 60),
  },
  optional,
);

/** Steps that a target takes, each name once: most texts are no selector. */
const extract = fc
  .array(
    anyStep.filter((step) => !isRefusedSteps(prepareSteps([step]))),
    { maxLength: 5 },
  )
  .map((steps) =>
    steps.map(({ name, ...step }, i) => (name ? { ...step, name: `${name}${i}` } : step)),
  );

const positive = fc.double({ min: 1e-9, max: 1_000_000, noNaN: true });
const numberRule = fc
  .record({
    by: fc.option(positive),
    percent: fc.option(positive),
    against: fc.constantFrom("last", "lowest", "average"),
  })
  .filter(({ by, percent }) => by !== null || percent !== null);
const changes = fc.record(
  {
    confirm: fc.option(duration(5, 3_600)),
    compare: amount(20),
    learn: fc.boolean(),
    least: fc.record(
      { characters: fc.option(amount(1_000_000)), percent: fc.option(positive) },
      optional,
    ),
    only: fc.subarray(["added", "removed", "replaced"], { minLength: 1 }),
    numbers: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/), numberRule, {
      maxKeys: 4,
    }),
    keepRaw: fc.integer({ min: 0, max: 1_048_576 }),
    keepContents: fc.integer({ min: 2, max: 1_000 }),
    keepChanges: amount(10_000),
  },
  optional,
);

const common = {
  url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
  name: anyText(60).filter((name) => name.trim() !== ""),
  key: fc.option(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/)),
  tags,
  enabled: fc.boolean(),
  schedule,
  request,
  expect: fc.record(
    {
      status: fc.uniqueArray(fc.constantFrom("2xx", "301", "400-404"), { minLength: 1 }),
    },
    optional,
  ),
  retention: fc.record(
    {
      runs: fc.option(duration(86_400, 315_360_000)),
      hours: duration(86_400, 315_360_000),
      failures: duration(86_400, 315_360_000),
    },
    optional,
  ),
  alarm: fc.record(
    {
      failAfter: amount(10),
      ofLast: fc.option(fc.integer({ min: 10, max: 30 })),
      recoverAfter: amount(30),
      recheck: fc.option(duration(5, 600)),
      flapsPerHour: amount(60),
      pauseAfter: fc.option(amount(10_000)),
      degraded: fc.boolean(),
      dependsOn: fc.uniqueArray(fc.constantFrom("1", "gateway", "key:17")),
    },
    optional,
  ),
  badges: fc.boolean(),
  extract,
  changes,
};
const heartbeat = fc.record(
  {
    slug: fc.option(fc.stringMatching(/^[a-z0-9_-]{1,20}$/)),
    description: anyText(60).map((text) => text.replaceAll(/\s+/g, " ").trim()),
    grace: duration(60, 31_536_000),
    startGrace: fc.option(duration(60, 3_600)),
    runMax: fc.option(duration(60, 3_600)),
    runMin: fc.option(duration(1, 60)),
    early: duration(0, 600),
    unusual: fc.option(fc.constantFrom(1.5, 2, 10)),
    keepAlive: fc.boolean(),
    postOnly: fc.boolean(),
    manualResume: fc.boolean(),
    channels: fc.option(fc.uniqueArray(amount(1_000), { minLength: 1, maxLength: 4 })),
  },
  optional,
);

const {
  url: _,
  request: __,
  expect: ___,
  extract: ____,
  changes: _____,
  ...reported
} = common;
const requiredKeys: ["url"] = ["url"];
const document = fc.oneof(
  fc.record(
    { ...reported, kind: fc.constant("heartbeat" as const), heartbeat },
    { requiredKeys: ["name", "kind"] },
  ),
  fc.record({ ...common, kind: fc.constant("page" as const) }, { requiredKeys }),
  fc.record(
    { ...common, kind: fc.constant("site" as const), crawl },
    { requiredKeys: ["url", "kind"] },
  ),
);

const usualEveryMs = ({ kind }: ParsedDocument): number =>
  kind === "heartbeat" ? 86_400_000 : 300_000;

/** What the API takes where a document leaves out a part that its kind has. */
function withUsualParts({ kind, alarm, ...parts }: ParsedDocument) {
  const { request, expect, changes, heartbeat } = TargetDocument.shape;
  const isHeartbeat = kind === "heartbeat";
  const { failAfter = isHeartbeat ? 1 : 2, recheck } = alarm;
  const usualRecheckMs = isHeartbeat ? null : 20_000;
  return {
    alarm: {
      ...alarm,
      failAfter,
      recheck: recheck === undefined ? usualRecheckMs : recheck,
    },
    ...(isHeartbeat
      ? { heartbeat: parts.heartbeat ?? heartbeat.unwrap().parse({}) }
      : {
          request: parts.request ?? request.unwrap().parse({}),
          expect: parts.expect ?? expect.unwrap().parse({}),
          changes: parts.changes ?? changes.unwrap().parse({}),
          extract: parts.extract ?? [],
        }),
  };
}

/** What the API makes of a document; it takes null for what is left out in places. */
function understood(document: unknown) {
  const parsed = TargetDocument.parse(document);
  const nulls = (part: object): object =>
    Object.fromEntries(
      Object.entries(part)
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]): [string, unknown] => [
          name,
          typeof value === "object" && !Array.isArray(value) ? nulls(value) : value,
        ]),
    );
  return nulls({
    ...parsed,
    ...withUsualParts(parsed),
    // A site that says nothing of its crawl has the usual one.
    ...(parsed.kind === "site" && {
      crawl: parsed.crawl ?? TargetDocument.shape.crawl.parse({}),
    }),
    schedule:
      parsed.schedule.cron === undefined
        ? { ...parsed.schedule, every: parsed.schedule.every ?? usualEveryMs(parsed) }
        : parsed.schedule,
  });
}

describe("the form of a target", () => {
  it("says the same as the document that fills it in", () => {
    fc.assert(
      fc.property(document, (document) => {
        const values = valuesOf(document, usualValues("Europe/Berlin", document.kind));
        const sent = Object.fromEntries(
          Object.entries(values).map(([name, text]) => [name, throughBrowser(text)]),
        ) as typeof values;
        const { name, ...rest } = documentOf(sent);
        const known = { ...document, name: throughBrowser(document.name ?? "") };
        expect(understood(rest)).toEqual(understood({ ...known, name: undefined }));
        if (document.name !== undefined) expect(name).toBe(known.name);
      }),
      { numRuns: scenarios(1_500) },
    );
  });

  it("is that of a new target where only an address is typed", () => {
    const document = documentOf({ ...usual, url: "https://example.com/" });
    expect(understood(document)).toEqual(understood({ url: "https://example.com/" }));
  });

  it.each(["POST", "PATCH"])("leaves the retries of a new %s to the API", (method) => {
    const document = documentOf({ ...usual, url: "https://a.example/", method });
    expect(document.request).not.toHaveProperty("retries");
  });
});

/** The places of a document at which its schema has values. */
function placesOf(schema: unknown, path: readonly string[] = []): string[] {
  const { def, shape } = schema as {
    def: { innerType?: unknown; options?: unknown[] };
    shape?: Record<string, unknown>;
  };
  if (shape !== undefined)
    return Object.entries(shape).flatMap(([name, part]) =>
      placesOf(part, [...path, name]),
    );
  if (def.innerType !== undefined) return placesOf(def.innerType, path);
  const inner = (def.options ?? []).flatMap((option) => placesOf(option, path));
  const deeper = inner.filter((place) => place !== path.join("."));
  return deeper.length > 0 ? deeper : [path.join(".")];
}

it("every value of a target's document has a field in the form", () => {
  const places = placesOf(TargetDocument);
  expect(places).toContain("schedule.window.weekdays");
  expect(places.length).toBeGreaterThan(40);
  const said = new Set(rows.map(({ path }) => path.join(".")));
  expect(places.filter((place) => !said.has(place))).toEqual([]);
});

describe("a list in a field", () => {
  it.each(["\n", ","] as const)(
    "comes back item by item, with %j between",
    (separator) => {
      fc.assert(
        fc.property(fc.array(anyText(20)), (items) => {
          const text = throughBrowser(writeList(items, separator));
          expect(readList(text, separator)).toEqual(items);
        }),
        { numRuns: scenarios(600) },
      );
    },
  );
});

describe("a body in a field", () => {
  it.each([
    ["", "json"],
    ["plain\nlines", "lf"],
    ["with\r\nCRLF", "crlf"],
    ["mixed\r\nlines\n", "json"],
    ["\0", "json"],
  ])("%j is written as %s and comes back", (body, bodyForm) => {
    const written = writeBody(body);
    expect(written.bodyForm).toBe(bodyForm);
    expect(readBody(written)).toBe(body);
  });
});

// Serves the canaries: the addresses that are asked when most targets are silent at once.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { canariesDocument, usualCanaries } from "#domain/rounds/own-outage.ts";
import { failureClasses } from "#domain/runs/failure.ts";
import { invalid, invalidField } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import {
  checkPrecondition,
  etagOf,
  type Precondition,
  staleThing,
} from "#http/targets/etag.ts";
import { askCanary, isHeard } from "#jobs/rounds/incidents/ask-canaries.ts";
import { guardUrl } from "#net/addresses/address-guard.ts";
import { readDocument, writeDocument } from "#store/notices/documents.ts";

const tag = "Incidents";

const Canaries = z
  .strictObject({
    urls: z
      .array(z.string().min(1).max(2_048))
      .max(5)
      .openapi({
        description:
          "Asked when most targets of a round give no answer, on three unrelated domains or more. If none of these answers either, the runs open no incident. An empty list never holds anything.",
        example: [...usualCanaries],
      }),
  })
  .openapi("Canaries");

type Kept = z.infer<typeof Canaries>;

const etag = z.object({
  etag: z
    .string()
    .openapi({ description: "Names the revision.", example: '"canaries-3"' }),
});

const answer = { 200: { ...json("The canaries.", Canaries), headers: etag } };

const read = route("get", "/api/canaries", tag, {
  summary: "Which addresses tell whether our own way to the world is open",
  answers: answer,
  problems: [],
});

const put = route("put", "/api/canaries", tag, {
  summary: "Name the addresses that tell whether our own way to the world is open",
  request: {
    headers: z.object({
      "if-match": z.string().optional().openapi({
        description: "The ETag read before: a change in between is refused.",
        example: '"canaries-3"',
      }),
    }),
    body: jsonBody(Canaries),
  },
  answers: answer,
  problems: ["stale"],
});

const Heard = z
  .object({
    items: z.array(
      z.object({
        url: z.string(),
        heard: z.boolean().openapi({ description: "Whether it answered, whatever." }),
        status: z.int().nullable(),
        failure: z.enum(failureClasses).nullable().openapi({
          description: "The class of the failure; null with an answer.",
        }),
      }),
    ),
  })
  .openapi("HeardCanaries");

const test = route("post", "/api/canaries/test", tag, {
  summary: "Ask the canaries now",
  description: "To see whether they answer. Nothing is kept.",
  answers: { 200: json("What each of them answered.", Heard) },
  problems: [],
});

export const canaryRoutes = newRouter();

canaryRoutes.openapi(read, async (c) => {
  const { etag, ...canaries } = await readCanaries(c.get("deps"));
  return c.json(canaries, 200, { etag });
});

canaryRoutes.openapi(put, async (c) => {
  const expected = { "if-match": c.req.valid("header")["if-match"] };
  await replaceCanaries(c.get("deps"), c.req.valid("json"), expected);
  const { etag, ...canaries } = await readCanaries(c.get("deps"));
  return c.json(canaries, 200, { etag });
});

canaryRoutes.openapi(test, async (c) =>
  c.json({ items: await testCanaries(c.get("deps")) }, 200),
);

/** What its ETag and its refusals call the list. */
const id = "canaries";
const what = "list of canaries";

export async function readCanaries({
  db,
}: Pick<Deps, "db">): Promise<Kept & { etag: string }> {
  const { value, revision } = await readDocument<Kept>(db, canariesDocument);
  return { ...(value ?? { urls: [...usualCanaries] }), etag: etagOf({ id, revision }) };
}

/** Throws a Problem for what is not acceptable, and when it is not as expected any more. */
export async function replaceCanaries(
  { db, clock, settings }: Deps,
  document: unknown,
  expected: Precondition,
): Promise<void> {
  const parsed = Canaries.safeParse(document);
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  const urls = parsed.data.urls.map((written, i) => {
    const guarded = guardUrl(written, settings.addresses);
    if (guarded.ok) return guarded.url.href;
    const detail = `This address cannot be fetched: ${guarded.detail}.`;
    throw invalidField("json", ["urls", `${i}`], detail);
  });
  const { revision } = await readDocument<Kept>(db, canariesDocument);
  checkPrecondition(expected, { id, revision }, what);
  const kept = { value: { urls: [...new Set(urls)] }, revision };
  if (!(await writeDocument(db, canariesDocument, kept, clock.now())))
    throw staleThing(what);
}

/** What each of them answers now. */
export async function testCanaries(deps: Deps): Promise<z.infer<typeof Heard>["items"]> {
  const { urls } = await readCanaries(deps);
  return await Promise.all(
    urls.map(async (url) => {
      const { status, failure } = await askCanary(deps, url);
      return { url, heard: isHeard(failure), status, failure: failure?.class ?? null };
    }),
  );
}

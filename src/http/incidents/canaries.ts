// Serves the canaries: the addresses that are asked when most targets are silent at once.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { canariesDocument, usualCanaries } from "#domain/rounds/own-outage.ts";
import { failureClasses } from "#domain/runs/failure.ts";
import { invalid, invalidField } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { ifMatchHeader, type Precondition } from "#http/targets/etag.ts";
import {
  etagOfDocument,
  type NamedDocument,
  replaceDocument,
} from "#http/targets/replace-document.ts";
import { askCanary, isHeard } from "#jobs/rounds/incidents/ask-canaries.ts";
import { guardUrl } from "#net/addresses/address-guard.ts";
import { readDocument } from "#store/notices/documents.ts";

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

const canaries: NamedDocument = { name: canariesDocument, what: "list of canaries" };

const answer = (description: string) => ({
  ...json(description, Canaries),
  headers: z.object({ etag: z.string().openapi({ example: '"canaries-3"' }) }),
});

const read = route("get", "/api/canaries", tag, {
  summary: "Read which addresses show whether junkai itself is online",
  answers: { 200: answer("The canaries.") },
  problems: [],
});

const put = route("put", "/api/canaries", tag, {
  summary: "Replace the addresses that show whether junkai itself is online",
  description: "The same list again changes nothing.",
  request: {
    headers: ifMatchHeader('"canaries-3"'),
    body: jsonBody(Canaries),
  },
  answers: { 200: answer("The canaries as they are now.") },
  problems: ["conflict", "stale"],
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
  const { etag, ...answer } = await readCanaries(c.get("deps"));
  return c.json(answer, 200, { etag });
});

canaryRoutes.openapi(put, async (c) => {
  const document = c.req.valid("json");
  const { etag, ...answer } = await replaceCanaries(
    c.get("deps"),
    document,
    c.req.valid("header"),
  );
  return c.json(answer, 200, { etag });
});

canaryRoutes.openapi(test, async (c) =>
  c.json({ items: await testCanaries(c.get("deps")) }, 200),
);

type Tagged = Kept & { etag: string };

export async function readCanaries({ db }: Pick<Deps, "db">): Promise<Tagged> {
  const kept = await readDocument<Kept>(db, canariesDocument);
  const etag = etagOfDocument(canaries, kept);
  return { ...(kept.value ?? { urls: [...usualCanaries] }), etag };
}

/** Throws a Problem for what is not acceptable, and when it is not as expected any more. */
export async function replaceCanaries(
  deps: Deps,
  document: unknown,
  expected: Precondition,
): Promise<Tagged> {
  const parsed = Canaries.safeParse(document);
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  const urls = parsed.data.urls.map((written, i) => {
    const guarded = guardUrl(written, deps.settings.addresses);
    if (guarded.ok) return guarded.url.href;
    const detail = `This address cannot be fetched: ${guarded.detail}.`;
    throw invalidField("json", ["urls", `${i}`], detail);
  });
  const value = { urls: [...new Set(urls)] };
  const kept = await replaceDocument(deps, canaries, { value, expected });
  return { ...value, etag: etagOfDocument(canaries, kept) };
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

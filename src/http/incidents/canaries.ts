// Serves the canaries: the addresses that are asked when most targets are silent at once.
import { z } from "@hono/zod-openapi";
import { canariesDocument, usualCanaries } from "#domain/rounds/own-outage.ts";
import { invalidField } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { ifMatchHeader } from "#http/targets/etag.ts";
import {
  etagOfDocument,
  type NamedDocument,
  replaceDocument,
} from "#http/targets/replace-document.ts";
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

export const canaryRoutes = newRouter();

canaryRoutes.openapi(read, async (c) => {
  const kept = await readDocument<Kept>(c.get("deps").db, canariesDocument);
  const etag = etagOfDocument(canaries, kept);
  return c.json(kept.value ?? { urls: [...usualCanaries] }, 200, { etag });
});

canaryRoutes.openapi(put, async (c) => {
  const deps = c.get("deps");
  const urls = c.req.valid("json").urls.map((written, i) => {
    const guarded = guardUrl(written, deps.settings.addresses);
    if (guarded.ok) return guarded.url.href;
    const detail = `This address cannot be fetched: ${guarded.detail}.`;
    throw invalidField("json", ["urls", `${i}`], detail);
  });
  const value = { urls: [...new Set(urls)] };
  const expected = c.req.valid("header");
  const kept = await replaceDocument(deps, canaries, { value, expected });
  return c.json(value, 200, { etag: etagOfDocument(canaries, kept) });
});

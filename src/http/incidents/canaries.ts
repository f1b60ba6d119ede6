// Serves the canaries: the addresses that are asked when most targets are silent at once.
import { z } from "@hono/zod-openapi";
import { canariesDocument, usualCanaries } from "#domain/rounds/own-outage.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
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

const read = route("get", "/api/canaries", tag, {
  summary: "Which addresses tell whether our own way to the world is open",
  answers: { 200: json("The canaries.", Canaries) },
  problems: [],
});

const put = route("put", "/api/canaries", tag, {
  summary: "Name the addresses that tell whether our own way to the world is open",
  request: { body: jsonBody(Canaries) },
  answers: { 200: json("The canaries as they are now.", Canaries) },
  problems: ["conflict"],
});

export const canaryRoutes = newRouter();

canaryRoutes.openapi(read, async (c) => {
  const { value } = await readDocument<Kept>(c.get("deps").db, canariesDocument);
  return c.json(value ?? { urls: [...usualCanaries] }, 200);
});

canaryRoutes.openapi(put, async (c) => {
  const { db, clock, settings } = c.get("deps");
  const urls = c.req.valid("json").urls.map((written, i) => {
    const guarded = guardUrl(written, settings.addresses);
    if (guarded.ok) return guarded.url.href;
    const detail = `This address cannot be fetched: ${guarded.detail}.`;
    throw invalidField("json", ["urls", `${i}`], detail);
  });
  const { revision } = await readDocument<Kept>(db, canariesDocument);
  const value = { urls: [...new Set(urls)] };
  const isKept = await writeDocument(
    db,
    canariesDocument,
    { value, revision },
    clock.now(),
  );
  if (!isKept) throw new Problem("conflict", "Another request changed the canaries.");
  return c.json(value, 200);
});

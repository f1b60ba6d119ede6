// Marks a target's changes as seen: what comes after is new to whoever looks next.
import { z } from "@hono/zod-openapi";
import { instant, isoOf } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import { markSeen } from "#store/changes/seen-changes.ts";
import { contentHash } from "./contents.ts";
import { findContent } from "./differences/named-content.ts";

const SeenAnswer = z
  .object({
    hash: z.string().openapi({ description: "The content that was seen." }),
    seenAt: instant,
  })
  .openapi("SeenContent", {
    example: {
      hash: "3587cb776ce0e4e8237f215800b7dffb",
      seenAt: "2026-01-31T09:05:00.000Z",
    },
  });

const mark = route("post", "/api/targets/{id}/seen", "Changes", {
  summary: "Mark a target's changes as seen",
  description: "From then on `from=seen` compares with that content. It is kept.",
  request: {
    params: idParam,
    query: z.strictObject({
      content: contentHash.optional().openapi({
        description: "Up to this content; the latest one unless given.",
      }),
    }),
  },
  answers: { 200: json("What is marked now.", SeenAnswer) },
  problems: ["not-found"],
});

export const seenRoutes = newRouter();

seenRoutes.openapi(mark, async (c) => {
  const deps = c.get("deps");
  const known = await getTarget(deps, c.req.valid("param").id);
  const { content } = c.req.valid("query");
  const hash = content ?? (await findContent(deps, known, "latest", "content"));
  const now = deps.clock.now();
  if (await markSeen(deps.db, { targetId: known.target.id, hash }, now))
    return c.json({ hash, seenAt: isoOf(now) }, 200);
  const detail = `Target ${known.target.id} keeps no content ${hash}, or no longer.`;
  throw invalidField("query", ["content"], detail);
});

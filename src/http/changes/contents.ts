// Serves contents: what was read of a target, as text, and the body that it was read from.
import { z } from "@hono/zod-openapi";
import type { ContentFacts } from "#domain/changes/content.ts";
import { endLine } from "#domain/changes/formats/unified.ts";
import { decodePage } from "#domain/content/charset.ts";
import { flagField } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import { json, newRouter, route, text } from "#http/router.ts";
import { listContents, readBody, readContent } from "#store/changes/contents.ts";
import { ContentAnswer, toContentAnswer } from "./change-answer.ts";
import { strangersText } from "./strangers-text.ts";

const tag = "Changes";

export const contentHash = z
  .string()
  .regex(/^[0-9a-f]{32}$/, "This is the hash of a content: 32 of 0-9 and a-f.")
  .openapi({ example: "3587cb776ce0e4e8237f215800b7dffb" });

const params = idParam.extend({ hash: contentHash });

const list = route("get", "/api/targets/{id}/contents", tag, {
  summary: "A target's contents, the newest first",
  description: "Each different reading is kept once, however often it was seen.",
  request: {
    params: idParam,
    query: z.strictObject(
      pageFields(200, 50, z.strictObject({ seenAt: z.int(), hash: contentHash })),
    ),
  },
  answers: { 200: json("One page.", pageOf(ContentAnswer)) },
  problems: ["not-found", "invalid"],
});

const read = route("get", "/api/targets/{id}/contents/{hash}", tag, {
  summary: "A content as text",
  request: {
    params,
    query: z.strictObject({
      raw: flagField("The body that it was read from, where that is kept."),
    }),
  },
  answers: { 200: text("What was read, in UTF-8.", "text/plain") },
  problems: ["not-found", "invalid"],
});

const page = route("get", "/api/targets/{id}/contents/{hash}/page", tag, {
  summary: "The page that a content was read from, as HTML",
  description:
    "Under a policy that lets it run no script, load nothing and send nothing: it is somebody else's.",
  request: { params },
  answers: { 200: text("The page as it was, without what it loads.", "text/html") },
  problems: ["not-found", "invalid"],
});

export const contentRoutes = newRouter();

contentRoutes.openapi(list, async (c) => {
  const { db } = c.get("deps");
  const { cursor, limit } = c.req.valid("query");
  const { target } = await getTarget({ db }, c.req.valid("param").id);
  const found = await listContents(db, target.id, { after: cursor, limit: limit + 1 });
  const cursorOf = ({ seenAt, hash }: ContentFacts) => ({ seenAt, hash });
  return c.json(toPage(found, limit, toContentAnswer, cursorOf), 200);
});

const asText = (name: string) => ({
  ...strangersText,
  "content-type": "text/plain; charset=utf-8",
  "content-disposition": `inline; filename="${name}"`,
});

contentRoutes.openapi(read, async (c) => {
  const { hash, id } = c.req.valid("param");
  const { db, bucket } = c.get("deps");
  const { target } = await getTarget({ db }, id);
  const name = { targetId: target.id, hash };
  if (c.req.valid("query").raw === true) {
    const body = await readBody({ db, bucket }, name);
    if (body === null) throw noBody(name);
    return c.text(textOf(body), 200, asText(`${hash}-body.txt`));
  }
  const content = await readContent({ db, bucket }, name);
  if (content === null) throw noContent(name);
  return c.text(endLine(content.text), 200, asText(`${hash}.txt`));
});

contentRoutes.openapi(page, async (c) => {
  const { hash, id } = c.req.valid("param");
  const { db, bucket } = c.get("deps");
  const { target } = await getTarget({ db }, id);
  const name = { targetId: target.id, hash };
  const body = await readBody({ db, bucket }, name);
  if (body === null) throw noBody(name);
  if (!isHtml(body.contentType))
    throw new Problem("not-found", `The body of content ${hash} is no HTML.`);
  return c.body(textOf(body), 200, {
    ...strangersText,
    "content-type": "text/html; charset=utf-8",
  });
});

type Body = { bytes: Uint8Array; contentType: string | null };

const textOf = ({ bytes, contentType }: Body): string =>
  decodePage(bytes, contentType).text;

const isHtml = (contentType: string | null): boolean =>
  /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(contentType ?? "");

type Name = { targetId: number; hash: string };

export const noContent = ({ targetId, hash }: Name): Problem =>
  new Problem("not-found", `Target ${targetId} keeps no content ${hash}, or no longer.`);

const noBody = ({ targetId, hash }: Name): Problem =>
  new Problem(
    "not-found",
    `Target ${targetId} keeps no body of content ${hash}, or no longer.`,
  );

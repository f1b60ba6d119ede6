// Serves what differs between two contents of a target, in several formats.
import { z } from "@hono/zod-openapi";
import {
  type DifferenceOptions,
  differenceBetween,
  differenceUnits,
  shownKinds,
  usualOptions,
} from "#domain/changes/comparing/difference.ts";
import { jsonOf } from "#domain/changes/formats/json.ts";
import { writeText } from "#domain/changes/formats/text.ts";
import { endLine, writeUnified } from "#domain/changes/formats/unified.ts";
import { strangersText } from "#http/changes/strangers-text.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { newRouter, route } from "#http/router.ts";
import { writeFragment } from "#ui/changes/differences/difference-fragment.ts";
import { contentNames, findEnds } from "./named-content.ts";
import { type Ends, readTexts } from "./read-texts.ts";

const formats = ["unified", "html", "json", "text"] as const;

const end = (usual: string) =>
  z
    .string()
    .min(1)
    .max(100)
    .default(usual)
    .openapi({ description: `One of ${contentNames}.` });

const contextError = "This is a whole number from 0 to 1000.";

const onlyField = z
  .string()
  .transform((text, context): (typeof shownKinds)[number][] => {
    const asked = text.split(",").map((name) => name.trim());
    if (asked.some((name) => !shownKinds.some((kind) => kind === name))) {
      context.addIssue({ code: "custom", message: "This is added, removed, or both." });
      return z.NEVER;
    }
    return shownKinds.filter((kind) => asked.includes(kind));
  })
  .default([...shownKinds])
  .openapi({
    type: "string",
    default: "added,removed",
    example: "added",
    description: "Which lines are shown besides those that are the same; not in unified.",
  });

const query = z.strictObject({
  from: end("previous"),
  to: end("latest"),
  format: z.enum(formats).default("unified").openapi({
    description:
      "unified: as `patch` takes it. html: a fragment, a table with a row for each line. json: hunks of lines. text: for people.",
  }),
  unit: z.enum(differenceUnits).default("line").openapi({
    description: "word: also which words of a line differ; not in unified.",
  }),
  context: z.coerce
    .number({ error: contextError })
    .int(contextError)
    .min(0, contextError)
    .max(1_000, contextError)
    .default(usualOptions.context)
    .openapi({ description: "So many same lines around what differs." }),
  only: onlyField,
});

type Asked = z.output<typeof query>;

const DiffAnswer = z
  .object({
    from: z.string().openapi({ description: "The hash of the content." }),
    to: z.string(),
    addedLines: z.int(),
    removedLines: z.int(),
    isWhole: z.boolean().openapi({
      description: "They differ so much that the whole counts as replaced.",
    }),
    isCut: z.boolean().openapi({ description: "There is more than is shown." }),
    hunks: z.array(
      z.object({
        from: z.int(),
        fromLines: z.int(),
        to: z.int(),
        toLines: z.int(),
        lines: z.array(
          z.object({
            kind: z.enum(["same", "removed", "added"]),
            from: z.int().nullable(),
            to: z.int().nullable(),
            text: z.string(),
            words: z
              .array(z.object({ text: z.string(), differs: z.boolean() }))
              .optional(),
          }),
        ),
      }),
    ),
  })
  .openapi("Difference");

const diff = route("get", "/api/targets/{id}/diff", "Changes", {
  summary: "What differs between two contents",
  description:
    "Empty where they are the same. Contents that differ too much count as replaced whole, and json, html and text say so.",
  request: {
    params: idParam,
    query,
    headers: z.object({ "if-none-match": z.string().optional() }),
  },
  answers: {
    200: {
      description: "The difference.",
      content: {
        "text/x-diff": { schema: z.string() },
        "text/html": { schema: z.string() },
        "application/json": { schema: DiffAnswer },
        "text/plain": { schema: z.string() },
      },
      headers: z.object({ etag: z.string() }),
    },
    304: { description: "It still has the ETag that If-None-Match names." },
  },
  problems: ["not-found", "invalid"],
});

export const diffRoutes = newRouter();

diffRoutes.openapi(diff, async (c) => {
  const asked = checkAsked(c.req.valid("query"));
  const deps = c.get("deps");
  const known = await getTarget(deps, c.req.valid("param").id);
  const ends = await findEnds(deps, known, asked);
  const etag = etagOf(ends, asked);
  if (isKnown(c.req.valid("header")["if-none-match"], etag))
    return c.body(null, 304, { etag });
  const texts = await readTexts(deps, known.target.id, ends);
  const written = writers[asked.format](ends, texts, asked);
  return new Response(written.text, {
    headers: { etag, "content-type": written.contentType, ...strangersText },
  }) as never;
});

/** A unified difference has all lines: patch would refuse it otherwise. */
function checkAsked(asked: Asked): Asked {
  if (asked.format !== "unified") return asked;
  if (asked.unit !== "line")
    throw invalidField("query", ["unit"], "A unified difference is told by lines.");
  if (asked.only.length < shownKinds.length)
    throw invalidField("query", ["only"], "A unified difference has all lines.");
  return asked;
}

/** Contents never change: what was asked for says it all. */
const etagOf = ({ from, to }: Ends, { format, unit, context, only }: Asked): string =>
  `"${[from, to, format, unit, context, only.join("+")].join("-")}"`;

const isKnown = (tags: string | undefined, etag: string): boolean =>
  tags?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;

const optionsOf = ({ unit, context, only }: Asked): DifferenceOptions => ({
  ...usualOptions,
  unit,
  context,
  only,
});

type Writer = (
  ends: Ends,
  texts: Ends,
  asked: Asked,
) => { text: string; contentType: string };

const writers: Readonly<Record<Asked["format"], Writer>> = {
  unified: (ends, texts, { context }) => ({
    text: writeUnified(
      { name: ends.from, text: endLine(texts.from) },
      { name: ends.to, text: endLine(texts.to) },
      context,
    ),
    contentType: "text/x-diff; charset=utf-8",
  }),
  html: (_, { from, to }, asked) => ({
    text: writeFragment(differenceBetween(from, to, optionsOf(asked))),
    contentType: "text/html; charset=utf-8",
  }),
  json: (ends, { from, to }, asked) => ({
    text: JSON.stringify({
      ...ends,
      ...jsonOf(differenceBetween(from, to, optionsOf(asked))),
    }),
    contentType: "application/json",
  }),
  text: (_, { from, to }, asked) => ({
    text: writeText(differenceBetween(from, to, optionsOf(asked))),
    contentType: "text/plain; charset=utf-8",
  }),
};

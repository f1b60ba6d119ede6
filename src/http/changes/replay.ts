// Shows what other steps would have read in the bodies that are kept of a target, and
// which changes would have been. Nothing is fetched or stored.
import { z } from "@hono/zod-openapi";
import { instant, isoOf } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { encodeCursor, pageFields, pageOf } from "#http/page.ts";
import {
  shownCharacters,
  toUnreadAnswer,
  toValuesAnswer,
  UnreadAnswer,
  valuesField,
} from "#http/readings/step-answer.ts";
import { someStepsField } from "#http/readings/steps-field.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { factsFields, toFactsAnswer } from "./change-answer.ts";
import { contentHash } from "./contents.ts";
import { type Replayed, replayKinds, replaySteps } from "./replay-steps.ts";

const ReplayedAnswer = z
  .object({
    hash: z.string().openapi({ description: "The content as it is kept." }),
    seenAt: instant,
    isKept: z
      .boolean()
      .openapi({ description: "Whether its body is kept: else nothing is read." }),
    unread: UnreadAnswer.nullable().openapi({
      description: "The step that reads nothing: the run would have failed.",
    }),
    text: z
      .string()
      .nullable()
      .openapi({
        description: `What would have been read, at most ${shownCharacters} characters of it.`,
      }),
    values: valuesField,
    kind: z.enum(replayKinds).nullable().openapi({
      description:
        "same: no change. first, changed, minor: the change that would have been, compared with the next older content that the steps read. Null where there is none to compare with.",
    }),
    ...z.object(factsFields).partial().shape,
  })
  .openapi("ReplayedContent");

const replay = route("post", "/api/targets/{id}/extract/replay", "Changes", {
  summary: "Show what other steps would have read before",
  description:
    "Applies steps to the bodies that are kept of the target, the newest first. A page ends early where bodies are large. Of headers only content-type is known.",
  request: {
    params: idParam,
    query: z.strictObject(
      pageFields(20, 10, z.strictObject({ seenAt: z.int(), hash: contentHash })),
    ),
    body: jsonBody(
      z.strictObject({ extract: someStepsField }).openapi("ExtractReplayRequest", {
        example: { extract: [{ css: "main .price" }, { number: true, name: "price" }] },
      }),
    ),
  },
  answers: { 200: json("One page.", pageOf(ReplayedAnswer)) },
  problems: ["not-found"],
});

export const replayRoutes = newRouter();

replayRoutes.openapi(replay, async (c) => {
  const deps = c.get("deps");
  const { cursor, limit } = c.req.valid("query");
  const { extract } = c.req.valid("json");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const page = await replaySteps(deps, target, extract, { after: cursor, limit });
  const next = page.next && encodeCursor(page.next);
  return c.json({ items: page.items.map(toAnswer), next }, 200);
});

const toAnswer = ({
  content,
  result,
  kind,
  facts,
}: Replayed): z.output<typeof ReplayedAnswer> => ({
  hash: content.hash,
  seenAt: isoOf(content.seenAt),
  isKept: result !== null,
  unread: result && toUnreadAnswer(result),
  text: result?.ok ? result.reading.text.slice(0, shownCharacters).toWellFormed() : null,
  values: result?.ok ? toValuesAnswer(result.reading.values) : {},
  kind,
  ...(facts && toFactsAnswer(facts)),
});

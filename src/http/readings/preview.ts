// Shows what steps would read in a body that is sent along: nothing is fetched or stored.
import { z } from "@hono/zod-openapi";
import type { Answer } from "#domain/conditions/answer.ts";
import { judgeConditions } from "#domain/conditions/judge-conditions.ts";
import { applySteps, type StepTrace } from "#domain/readings/apply-steps.ts";
import { ConditionAnswer, conditionsField } from "#http/conditions-field.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { numbersIn } from "#jobs/readings/read-answer.ts";
import { answerOf } from "./answer-of-body.ts";
import {
  StepAnswer,
  toStepAnswer,
  toUnreadAnswer,
  toValuesAnswer,
  UnreadAnswer,
  valuesField,
} from "./step-answer.ts";
import { someStepsField } from "./steps-field.ts";

export const PreviewRequest = z
  .strictObject({
    body: z.string().openapi({ description: "The body of an answer, as text." }),
    contentType: z.string().min(1).max(200).default("text/html"),
    url: z
      .url({ protocol: /^https?$/, error: "This is an address: http or https." })
      .max(2_048)
      .default("https://example.com/")
      .openapi({ description: "What links in the body are relative to." }),
    headers: z
      .record(
        z
          .string()
          .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, "This is no header name."),
        z
          .string()
          .max(4_096)
          .regex(/^[^\0\r\n]*$/, "This is no value of a header."),
      )
      .default({})
      .openapi({ description: "Of the answer, for steps that read headers." }),
    extract: someStepsField,
    conditions: conditionsField("Conditions that are judged by what was read."),
  })
  .openapi("ExtractPreviewRequest", {
    example: {
      body: "<main><b class=price>Price: 12.00</b></main>",
      extract: [{ css: "main .price" }, { number: true, name: "price" }],
      conditions: [{ reading: "price", is: "< 100" }],
    },
  });

const PreviewAnswer = z
  .object({
    steps: z.array(StepAnswer).openapi({ description: "Up to the one that failed." }),
    unread: UnreadAnswer.nullable().openapi({
      description: "The step that read nothing: a run would fail.",
    }),
    text: z
      .string()
      .nullable()
      .openapi({ description: "What changes would be told by." }),
    values: valuesField,
    numbers: z
      .record(z.string(), z.number())
      .openapi({ description: "The values that become series." }),
    conditions: z.array(ConditionAnswer),
  })
  .openapi("ExtractPreview");

export type Preview = z.output<typeof PreviewAnswer>;

const preview = route("post", "/api/extract/preview", "Changes", {
  summary: "Show what steps read in a body",
  description: "Each step with its input and its output. Nothing is fetched or stored.",
  request: { body: jsonBody(PreviewRequest) },
  answers: { 200: json("What was read.", PreviewAnswer) },
  problems: [],
});

export const previewRoutes = newRouter();

previewRoutes.openapi(preview, (c) => {
  const { extract, conditions, ...pasted } = c.req.valid("json");
  const answer = toAnswer(pasted);
  const traces: StepTrace[] = [];
  const result = applySteps(extract, answer, (trace) => traces.push(trace));
  const values = result.ok ? result.reading.values : {};
  const judged = { ...answer, readings: result.ok ? values : null };
  const answered: Preview = {
    steps: traces.map(toStepAnswer),
    unread: toUnreadAnswer(result),
    text: result.ok ? result.reading.text : null,
    values: toValuesAnswer(values),
    numbers: numbersIn(values),
    conditions: judgeConditions(conditions, judged),
  };
  return c.json(answered, 200);
});

type Pasted = Pick<
  z.output<typeof PreviewRequest>,
  "body" | "contentType" | "url" | "headers"
>;

/** An answer with that body. What was pasted is text already: it is in UTF-8. */
function toAnswer({ body, contentType, url, headers }: Pasted): Answer {
  const [mediaType] = contentType.split(";");
  return answerOf({
    body: new TextEncoder().encode(body),
    contentType: `${mediaType?.trim()}; charset=utf-8`,
    url,
    headers: { "content-type": contentType, ...headers },
  });
}

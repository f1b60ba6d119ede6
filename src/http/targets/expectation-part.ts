// Describes what counts as a target's success.
import { z } from "@hono/zod-openapi";
import { type Expectation, usualExpectation } from "#domain/targets/target.ts";
import { asIs, part } from "./part.ts";

const statusMessage =
  'This is a status such as 200, a class such as "2xx" or a range such as "200-299".';
const statusPattern = z
  .union([z.string(), z.int().transform(String)], { error: statusMessage })
  .refine((pattern) => /^([1-5]xx|[1-5]\d\d(-[1-5]\d\d)?)$/.test(pattern), statusMessage)
  .openapi({ type: "string", example: "2xx" });

const ExpectationDocument = z.strictObject({
  status: z.array(statusPattern).min(1).max(20).default(usualExpectation.status),
});

export const expectationPart = part({
  schema: ExpectationDocument.prefault({}).openapi("Expectation", {
    description: "What counts as success.",
  }),
  parse: (expectation): Expectation => expectation,
  write: asIs,
});

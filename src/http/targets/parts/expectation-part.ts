// Describes what counts as a target's success.
import { z } from "@hono/zod-openapi";
import { isStatusPattern } from "#domain/conditions/comparing/status-pattern.ts";
import { documentOfLine } from "#domain/conditions/document.ts";
import { needsOf, readNamesOf } from "#domain/conditions/judge-conditions.ts";
import type { Need } from "#domain/conditions/kind.ts";
import { mayRead } from "#domain/readings/step-names.ts";
import { type Expectation, usualExpectation } from "#domain/targets/target.ts";
import { conditionsField } from "#http/conditions-field.ts";
import { invalidField } from "#http/problem.ts";
import { type DraftSource, part } from "./part.ts";

const statusMessage =
  'This is a status such as 200, a class such as "2xx" or a range such as "200-299".';
const statusPattern = z
  .union([z.string(), z.int().transform(String)], { error: statusMessage })
  .refine(isStatusPattern, statusMessage)
  .openapi({ type: "string", example: "2xx" });

const ExpectationDocument = z.strictObject({
  status: z.array(statusPattern).min(1).max(20).default(usualExpectation.status),
  conditions: conditionsField(
    "What must hold of an answer whose status is as expected; at most 20.",
  ),
});

export const expectationPart = part({
  schema: ExpectationDocument.openapi("Expectation", {
    description: "What counts as success.",
  }).optional(),
  parse(given, source): Expectation {
    const expectation = given ?? ExpectationDocument.parse({});
    expectation.conditions.forEach((line, i) => {
      const objection = objectionTo(needsOf(line), source);
      if (objection !== null)
        throw invalidField("json", ["expect", "conditions", `${i}`], objection);
    });
    for (const { name, line } of readNamesOf(expectation.conditions))
      if (!mayRead(source.extract, name))
        throw invalidField(
          "json",
          ["expect", "conditions", `${line}`],
          `No step of extract reads a value named ${name}.`,
        );
    return expectation;
  },
  write: ({ status, conditions }: Expectation) => ({
    status,
    conditions: conditions.map(documentOfLine),
  }),
});

/** Why a target cannot have a condition that needs this; null when it can. */
function objectionTo(
  needed: ReadonlySet<Need>,
  { kind, method }: Pick<DraftSource, "kind" | "method">,
): string | null {
  const isNeeded = (...needs: Need[]) => needs.some((need) => needed.has(need));
  if (isNeeded("job")) return "Only a job has counts.";
  if (kind === "page" && isNeeded("crawl"))
    return "Only a site is crawled: this goes with kind site.";
  if (kind === "site" && isNeeded("headers", "body", "memory", "reading"))
    return "A site is judged by crawl and duration, and by status, firstByte, size, contentType and redirectsTo of its start; header, body, json, content and reading go with kind page.";
  return method === "HEAD" && isNeeded("content", "body")
    ? "The answer to HEAD has no body."
    : null;
}

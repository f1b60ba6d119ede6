// Describes the question what would be told to whom, and its answer.
import { z } from "@hono/zod-openapi";
import { reasonEffects } from "#domain/incidents/why-untold.ts";
import { severities, subjects } from "#domain/notices/event.ts";
import { instant, instantField } from "#http/fields.ts";
import { namedTarget } from "#http/targets/named-targets.ts";

const Labels = z.strictObject({
  target: z.string().max(200).default(""),
  name: z.string().max(200).default(""),
  host: z.string().max(300).default(""),
  kind: z.string().max(50).default("page"),
  tag: z.array(z.string().max(100)).max(50).default([]),
});

export const ExplainQuestion = z
  .strictObject({
    target: namedTarget.optional().openapi({
      type: ["integer", "string"],
      description: "A target, by its id or key.",
      example: "home",
    }),
    labels: Labels.optional().openapi({ description: "Labels instead of a target." }),
    severity: z.enum(severities).default("down"),
    event: z.enum(subjects).optional().openapi({
      description:
        "What it is about. Unless given, `crawl` with the severity info, and else `incident`.",
    }),
    at: instantField
      .optional()
      .openapi({ description: "When it would happen; now unless given." }),
  })
  .openapi("RouteQuestion", { example: { target: "home", severity: "down" } });

export type Question = z.output<typeof ExplainQuestion>;

const Reason = z.object({
  reason: z.string().openapi({ example: "maintenance" }),
  effect: z.enum(reasonEffects).openapi({
    description:
      "untold: nobody is told. later: it is told, after something else. maybe: it depends on how the target fails.",
  }),
  says: z.string(),
  until: instant.nullable().openapi({
    description: "When it ends; null when nobody knows.",
  }),
});

const RouteStep = z.object({
  path: z.string().openapi({ description: "The matchers on the way to the route." }),
  place: z.array(z.int()).openapi({
    description:
      "Where it stands in the tree: [0, 2] is the third route below the first.",
  }),
  outcome: z.enum(["matched", "not-matched", "not-reached"]),
  takes: z.boolean().openapi({ description: "Whether its channels are told." }),
  why: z.string(),
});

const ToldChannel = z.object({
  id: z.int(),
  name: z.string().openapi({ description: "Empty for a channel that was deleted." }),
  path: z.string(),
  group: z.record(z.string(), z.string()).openapi({
    description: "The values of groupBy: what has the same ones is told together.",
  }),
  told: z.boolean().openapi({ description: "Whether it would be told." }),
  toldAt: instant.nullable().openapi({
    description:
      "When the notice would be sent; null when it is not, or that is not known.",
  }),
  why: z.string(),
});

export const Explanation = z
  .object({
    labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    at: instant,
    told: z.boolean().openapi({ description: "Whether any channel would be told." }),
    reasons: z.array(Reason).openapi({
      description:
        "What keeps a target's failing from being told, or makes it later, beside the routes: it is paused or in maintenance, depends on one that fails, has an open incident; junkai is cut off. Empty for what is no target's failing.",
    }),
    routes: z.array(RouteStep),
    channels: z.array(ToldChannel),
  })
  .openapi("RouteExplanation");

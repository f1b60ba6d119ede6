// Explains what the routes would do with an event: which of them it takes and why, and
// which channel would be told when.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { type EventLabels, severities } from "#domain/notices/event.ts";
import { firstFlush } from "#domain/notices/routing/group.ts";
import {
  explainRoutes,
  muteUntil,
  type Passage,
  routeEvent,
} from "#domain/notices/routing/routes.ts";
import { silencedUntil } from "#domain/notices/routing/silence.ts";
import { instant, instantField, isoOf, isoOrNull } from "#http/fields.ts";
import { findNamed } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { namedTarget, noneNamed } from "#http/targets/named-targets.ts";
import { enabledIds, type NoticeConfig, readConfig } from "#store/notices/config.ts";
import { readGroups } from "#store/notices/outbox/grouping.ts";

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
    at: instantField
      .optional()
      .openapi({ description: "When it would happen; now unless given." }),
  })
  .openapi("RouteQuestion", { example: { target: "home", severity: "down" } });

const LabelsAnswer = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

export const Explanation = z
  .object({
    labels: LabelsAnswer,
    at: instant,
    routes: z.array(
      z.object({
        path: z
          .string()
          .openapi({ description: "The matchers on the way to the route." }),
        place: z.array(z.int()).openapi({
          description:
            "Where it stands in the tree: [0, 2] is the third route below the first.",
        }),
        outcome: z.enum(["matched", "not-matched", "not-reached"]),
        takes: z.boolean().openapi({ description: "Whether its channels are told." }),
        why: z.string(),
      }),
    ),
    channels: z.array(
      z.object({
        id: z.int(),
        name: z.string(),
        path: z.string(),
        group: z.record(z.string(), z.string()).openapi({
          description: "The values of groupBy: what has the same ones is told together.",
        }),
        toldAt: instant.nullable().openapi({
          description: "When the notice would be sent; null when that is not known.",
        }),
        why: z.string(),
      }),
    ),
  })
  .openapi("RouteExplanation");

type Question = z.output<typeof ExplainQuestion>;

export async function explain(
  deps: Deps,
  question: Question,
): Promise<z.output<typeof Explanation>> {
  const { db, clock } = deps;
  const at = question.at ?? clock.now();
  const labels = await labelsOf(deps, question);
  const config = await readConfig(db, clock.now());
  const passages = routeEvent(config.routes, enabledIds(config), labels);
  const groups = await readGroups(
    db,
    passages.map(({ groupKey }) => groupKey),
  );
  const sentAt = new Map(groups.map(({ key, group }) => [key, group.sentAt]));
  return {
    labels: { ...labels, tag: [...labels.tag] },
    at: isoOf(at),
    routes: explainRoutes(config.routes, labels).map(
      ({ rule, place, outcome, isTaken, why }) => ({
        path: rule.path,
        place: [...place],
        outcome,
        takes: isTaken,
        why,
      }),
    ),
    channels: passages.map((passage) => ({
      id: passage.channelId,
      name: config.channels.get(passage.channelId)?.name ?? "",
      path: passage.rule.path,
      group: { ...passage.groupLabels },
      ...whenTold(passage, sentAt.get(passage.groupKey) ?? null, { config, labels, at }),
    })),
  };
}

async function labelsOf(
  deps: Deps,
  { target, labels, severity }: Question,
): Promise<EventLabels> {
  if (target !== undefined && labels !== undefined)
    throw invalidField("json", ["labels"], "Name a target or labels, not both.");
  if (labels !== undefined) return { ...labels, severity };
  if (target === undefined)
    throw invalidField("json", ["target"], "Name a target, or give labels.");
  const known = await findNamed(deps, target);
  if (known === null) throw noneNamed([{ name: target, path: ["target"] }]);
  const { id, key, name, host, kind, tags } = known.target;
  return { target: key ?? String(id), name, host, kind, severity, tag: tags };
}

type Circumstances = { config: NoticeConfig; labels: EventLabels; at: number };

/** When a channel would be told of what goes on until then. */
function whenTold(
  { rule }: Passage,
  sentAt: number | null,
  { config, labels, at }: Circumstances,
): { toldAt: string | null; why: string } {
  const usualAt = firstFlush({ sentAt }, rule.timing, at);
  const silentUntil = silencedUntil(
    config.silences,
    { incidentId: null, labels },
    usualAt,
  );
  if (silentUntil === Number.POSITIVE_INFINITY)
    return { toldAt: null, why: "It is silenced until it has recovered." };
  const freeAt = Math.max(usualAt, silentUntil ?? 0);
  const mutedUntil = muteUntil(rule.mute, freeAt);
  const toldAt = isoOrNull(mutedUntil ?? freeAt);
  if (mutedUntil !== null) return { toldAt, why: "The route is mute until then." };
  if (silentUntil !== null) return { toldAt, why: "It is silenced until then." };
  if (rule.timing.isDigest) return { toldAt, why: "With the next digest." };
  const isLater = usualAt > at + rule.timing.waitMs;
  return {
    toldAt,
    why: isLater
      ? "After the interval of its group, which was told lately."
      : "After the wait of its group.",
  };
}

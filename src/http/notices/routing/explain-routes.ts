// Explains what the routes would do with an event: which of them it takes and why, which
// channel would be told when, and what keeps it from being told at all.
import type { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  type UntoldReason,
  whyChangeUntold,
  whyUntold,
} from "#domain/incidents/why-untold.ts";
import type { RoutedLabels } from "#domain/notices/event.ts";
import {
  explainRoutes,
  type Passage,
  routeEvent,
  rulesFor,
} from "#domain/notices/routing/routes.ts";
import { labelsOfTarget } from "#domain/notices/routing/target-labels.ts";
import { type Foretold, whenTold } from "#domain/notices/routing/when-told.ts";
import { isoOf, isoOrNull } from "#http/fields.ts";
import { findNamed } from "#http/find-target.ts";
import { openChannels } from "#http/notices/change-channel.ts";
import type { OpenChannel } from "#http/notices/channel-document.ts";
import { channelSource } from "#http/notices/channel-source.ts";
import { invalidField } from "#http/problem.ts";
import { noneNamed } from "#http/targets/named-targets.ts";
import { type NoticeConfig, readConfig } from "#store/notices/config.ts";
import { readGroups } from "#store/notices/outbox/grouping.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import type { Explanation, Question } from "./explain-document.ts";
import { readSurroundings } from "./surroundings.ts";

type Answer = z.output<typeof Explanation>;

export async function explain(deps: Deps, question: Question): Promise<Answer> {
  const { db, clock } = deps;
  const at = question.at ?? clock.now();
  const known = await targetOf(deps, question);
  const labels = labelsOf(question, known);
  const reasons = await reasonsFor(deps, { labels, known, at });
  const config = await readConfig(db, clock.now());
  const open = await openChannels(deps, channelSource);
  const passages = routeEvent(config.routes, namedBy(config, labels), labels);
  const groups = await readGroups(
    db,
    passages.map(({ groupKey }) => groupKey),
  );
  const byKey = new Map(groups.map(({ key, group }) => [key, group]));
  const channels = passages.map((passage) => {
    const { channelId: id, rule, groupLabels, groupKey } = passage;
    const channel = open.find((one) => one.channel.id === id);
    const group = byKey.get(groupKey) ?? null;
    const silences = config.silences;
    const about = { passage, labels, known, at, group, silences };
    const { toldAt, why } = untold(reasons, channel) ?? foretell(about);
    return {
      id,
      name: channel?.channel.name ?? "",
      path: rule.path,
      group: { ...groupLabels },
      told: toldAt !== null,
      toldAt: isoOrNull(toldAt),
      why,
    };
  });
  const { channels: _, ...shown } = labels;
  return {
    labels: { ...shown, tag: [...labels.tag] },
    at: isoOf(at),
    told: channels.some(({ told }) => told),
    reasons: reasons.map(({ until, ...reason }) => ({
      ...reason,
      until: isoOrNull(until),
    })),
    routes: stepsFor(config, labels),
    channels,
  };
}

/** The target that is asked about; null for labels. */
async function targetOf(
  deps: Deps,
  { target, labels }: Question,
): Promise<KnownTarget | null> {
  if (target !== undefined && labels !== undefined)
    throw invalidField("json", ["labels"], "Name a target or labels, not both.");
  if (labels !== undefined) return null;
  if (target === undefined)
    throw invalidField("json", ["target"], "Name a target, or give labels.");
  const known = await findNamed(deps, target);
  if (known === null) throw noneNamed([{ name: target, path: ["target"] }]);
  return known;
}

function labelsOf(question: Question, known: KnownTarget | null): RoutedLabels {
  const { labels } = question;
  const event = question.event ?? (question.severity === "info" ? "crawl" : "incident");
  // A change is told as what informs, however severe the failing that is asked about.
  const severity = event === "change" ? "info" : question.severity;
  if (known !== null) return { ...labelsOfTarget(known.target, severity), event };
  const { target = "", name = "", host = "", kind = "page", tag = [] } = labels ?? {};
  return { target, name, host, kind, tag, severity, event };
}

type Asked = { labels: RoutedLabels; known: KnownTarget | null; at: number };

/** Only the failing of a target has an incident; its changes are told, but in maintenance. */
async function reasonsFor(
  deps: Deps,
  { labels: { event, severity }, known, at }: Asked,
): Promise<UntoldReason[]> {
  if (known === null) return [];
  if (event === "change") return whyChangeUntold(await readSurroundings(deps, known, at));
  if (event !== "incident" || severity === "info") return [];
  return whyUntold(severity, await readSurroundings(deps, known, at));
}

/** The channels that the routes name, also those that cannot be told. */
function namedBy({ routes, channels }: NoticeConfig, labels: RoutedLabels): number[] {
  const named = rulesFor(routes, labels).flatMap((rule) => rule.channels ?? []);
  return [...new Set([...channels.keys(), ...named])];
}

/** Why a channel is not told, whatever its route says; null when nothing keeps it. */
function untold(
  reasons: readonly UntoldReason[],
  open: OpenChannel | undefined,
): Foretold | null {
  const reason = reasons.find(({ effect }) => effect === "untold");
  if (reason !== undefined) return { toldAt: null, why: reason.says };
  if (open === undefined) return { toldAt: null, why: "The channel was deleted." };
  if (!open.channel.enabled) return { toldAt: null, why: "The channel is turned off." };
  return open.problem === null ? null : { toldAt: null, why: open.problem };
}

type About = Asked & {
  passage: Passage;
  group: Parameters<typeof whenTold>[0]["group"];
  silences: NoticeConfig["silences"];
};

/** When what goes on until then would be told by a route. */
function foretell({ passage, labels, known, at, group, silences }: About): Foretold {
  const { severity, event } = labels;
  const incidentId = known?.incident?.id ?? null;
  return whenTold({
    rule: passage.rule,
    group,
    change: {
      eventId: "explained",
      key: incidentId ?? "explained",
      state: event === "crawl" || severity === "info" ? "info" : "firing",
      severity,
      at,
    },
    thing: { incidentId, labels },
    silences,
    at,
  });
}

const stepsFor = ({ routes }: NoticeConfig, labels: RoutedLabels): Answer["routes"] =>
  explainRoutes(routes, labels).map(({ rule, place, outcome, isTaken, why }) => ({
    path: rule.path,
    place: [...place],
    outcome,
    takes: isTaken,
    why,
  }));

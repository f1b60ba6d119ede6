// Describes the tree of routes as users write it: reads and writes it.
import { z } from "@hono/zod-openapi";
import type { Json } from "#domain/json.ts";
import { deepestRoute, mostRoutes } from "#domain/notices/routing/edit-routes.ts";
import { labelNames } from "#domain/notices/routing/matcher.ts";
import type { Route } from "#domain/notices/routing/routes.ts";
import { type AllowedWindow, windowObjection } from "#domain/schedules/window.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import { durationField, orNull } from "#http/fields.ts";
import { invalid, invalidField } from "#http/problem.ts";
import {
  toWindow,
  toWindowDocument,
  WindowDocument,
} from "#http/schedules/schedule-document.ts";
import { MatchDocument, readMatch, writeMatch } from "./match-document.ts";

const channelName = z.union([z.int(), z.string()], {
  error: "This is the name or the id of a channel.",
});

export const RouteDocument = z
  .strictObject({
    match: MatchDocument.optional(),
    channels: z
      .array(channelName)
      .max(100)
      .optional()
      .openapi({
        description:
          "Names or ids. Those of the route above unless given; at the top, all channels. An empty list tells nobody.",
        example: ["ops"],
      }),
    groupBy: z
      .array(z.enum(labelNames))
      .max(labelNames.length)
      .optional()
      .openapi({
        description: "Events with the same values of these labels are told together.",
        example: ["host"],
      }),
    groupWait: durationField(0, hourMs).optional().openapi({
      description: "What is over within this time is not told. 30s unless given.",
      example: "30s",
    }),
    groupInterval: durationField(10_000, 7 * dayMs)
      .optional()
      .openapi({
        description: "The least time between two notices of a group. 5m unless given.",
        example: "5m",
      }),
    repeat: orNull(durationField(minuteMs, 30 * dayMs))
      .optional()
      .openapi({
        description:
          "What goes on is told again after this time; null for never. 4h unless given.",
        example: "4h",
      }),
    mute: z.array(WindowDocument).max(20).optional().openapi({
      description:
        "Nothing is told within these windows. What still goes on is told then.",
    }),
    digest: orNull(durationField(5 * minuteMs, 7 * dayMs))
      .optional()
      .openapi({
        description:
          "Tells once in this time, at whole multiples of it in UTC, also what is over again.",
        example: "1d",
      }),
    continue: z.boolean().optional().openapi({
      description:
        "Whether the next routes beside this one are tried although it matches.",
    }),
    routes: z
      .array(z.unknown())
      .optional()
      .openapi({
        type: "array",
        items: { $ref: "#/components/schemas/Route" },
        description: "Of these the first one that matches takes an event.",
      }),
  })
  .openapi("Route", {
    example: {
      channels: ["team"],
      routes: [{ match: ['severity="down"'], channels: ["ops"], groupBy: ["host"] }],
    },
  });

type Written = z.output<typeof RouteDocument>;

/** Which channels there are. */
export type NamedChannel = { id: number; name: string };

type Reading = { channels: readonly NamedChannel[]; count: number };

/** Parses the tree. Throws the Problem `invalid` that names the field. */
export function readRoutes(document: unknown, channels: readonly NamedChannel[]): Route {
  const root = readRoute(document, [], { channels, count: 0 });
  if (root.match.length === 0) return root;
  throw invalidField("json", ["match"], "The route at the top takes every event.");
}

/** Parses one route, wherever it stands. Throws the Problem `invalid` that names the field. */
export const readOneRoute = (
  document: unknown,
  channels: readonly NamedChannel[],
): Route => readRoute(document, [], { channels, count: 0 });

function readRoute(document: unknown, path: readonly string[], reading: Reading): Route {
  reading.count += 1;
  if (reading.count > mostRoutes)
    throw invalidField("json", path, `There are at most ${mostRoutes} routes.`);
  if (path.length > 2 * deepestRoute)
    throw invalidField("json", path, `Routes are at most ${deepestRoute} levels deep.`);
  const parsed = RouteDocument.safeParse(document);
  if (!parsed.success)
    throw invalid(
      parsed.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
      "json",
    );
  return toRoute(parsed.data, path, reading);
}

function toRoute(written: Written, path: readonly string[], reading: Reading): Route {
  const { channels, groupBy, groupWait, groupInterval, repeat, mute, digest } = written;
  const match = readMatch(written.match, [...path, "match"]);
  const routes = (written.routes ?? []).map((child, i) =>
    readRoute(child, [...path, "routes", String(i)], reading),
  );
  return {
    match,
    ...(channels && { channels: readChannels(channels, path, reading) }),
    ...(groupBy && { groupBy: [...new Set(groupBy)] }),
    ...(groupWait !== undefined && { waitMs: groupWait }),
    ...(groupInterval !== undefined && { intervalMs: groupInterval }),
    ...(repeat !== undefined && { repeatMs: repeat }),
    ...(mute && { mute: readWindows(mute, path) }),
    ...(digest !== undefined && { digestMs: digest }),
    ...(written.continue !== undefined && { goesOn: written.continue }),
    ...(routes.length > 0 && { routes }),
  };
}

function readChannels(
  names: readonly (string | number)[],
  path: readonly string[],
  { channels }: Reading,
): number[] {
  return names.map((name, i) => {
    const found = channels.find(
      (channel) => channel.name === name || channel.id === name,
    );
    if (found) return found.id;
    const place = [...path, "channels", String(i)];
    throw invalidField("json", place, `There is no channel ${JSON.stringify(name)}.`);
  });
}

const readWindows = (
  mute: readonly z.output<typeof WindowDocument>[],
  path: readonly string[],
): AllowedWindow[] =>
  mute.map((document, i) => {
    const window = toWindow(document);
    const objection = windowObjection(window);
    if (objection === null) return window;
    throw invalidField("json", [...path, "mute", String(i)], objection.reason);
  });

/** The document that a user would write to get this tree. */
export function writeRoutes(route: Route, channels: readonly NamedChannel[]): Json {
  const nameOf = (id: number) =>
    channels.find((channel) => channel.id === id)?.name ?? id;
  const { match, groupBy, waitMs, intervalMs, repeatMs, mute, digestMs, goesOn } = route;
  const duration = (ms: number | null) => (ms === null ? null : formatDuration(ms));
  const fields = {
    ...(match.length > 0 && { match: writeMatch(match) }),
    ...(route.channels && { channels: route.channels.map(nameOf) }),
    groupBy,
    ...(waitMs !== undefined && { groupWait: duration(waitMs) }),
    ...(intervalMs !== undefined && { groupInterval: duration(intervalMs) }),
    ...(repeatMs !== undefined && { repeat: duration(repeatMs) }),
    ...(mute && { mute: mute.map(toWindowDocument) }),
    ...(digestMs !== undefined && { digest: duration(digestMs) }),
    continue: goesOn,
    ...(route.routes && {
      routes: route.routes.map((below) => writeRoutes(below, channels)),
    }),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}

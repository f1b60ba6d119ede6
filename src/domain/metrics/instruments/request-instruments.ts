// Lists the instruments of requests to the Worker, read from what countRequest counts.
import { type Counts, countsByBucket, countsWithPrefix } from "#domain/counts.ts";
import { type Group, type Labels, single } from "#domain/metrics/instrument.ts";
import { requestBounds } from "#domain/metrics/request-counts.ts";
import { sketchOf } from "#domain/statistics/sketch.ts";
import { flatCostInstruments } from "./cost-instruments.ts";

export const requestInstruments: Group<Counts> = {
  subjectsOf: ({ requests }) => [{ subject: requests, labels: {} }],
  instruments: [
    {
      kind: "distribution",
      name: null,
      flatName: "http/latency_ms",
      help: "How long requests took until they were answered; the sum is within 0.4 %.",
      unit: "milliseconds",
      read: (requests) =>
        single(
          sketchOf(
            countsWithPrefix(requests, "ms.").map(
              ({ name, count }) => [Number(name), count] as const,
            ),
          ),
        ),
    },
    ...flatCostInstruments<Counts>("http", (requests) => requests),
    {
      kind: "counter",
      name: "junkai_http_requests_total",
      flatName: flatNameOf,
      help: "Requests by route and status.",
      flatHelp: "Requests: {method} {route}, answered {status}.",
      unit: "requests",
      read: (requests) =>
        answersIn(requests).map(({ count, ...labels }) => ({ labels, value: count })),
    },
    {
      kind: "histogram",
      name: "junkai_http_request_duration_seconds",
      flatName: null,
      help: "How long requests took until they were answered.",
      unit: "milliseconds",
      bounds: requestBounds,
      read: (requests) =>
        [...endpointsIn(requests)].map(([name, labels]) => ({
          labels,
          value: {
            counts: countsByBucket(requests, `${name} le.`, requestBounds),
            sum: requests[`${name} ms`] ?? 0,
          },
        })),
    },
  ],
};

/** As Finagle would: the segments of the path, with `:` before a parameter. */
function flatNameOf({ method = "", route = "", status = "" }: Labels): string {
  const path = route.replaceAll(/\{(\w+)\}/g, ":$1").split("/");
  return ["http", method, ...path.filter((part) => part !== ""), status].join("/");
}

type Answers = { method: string; route: string; status: string; count: number };

/** How many requests of each method and route were answered with each status. */
const answersIn = (requests: Counts): Answers[] =>
  Object.entries(requests).flatMap(([name, count]) => {
    const [, method, route, status] = /^(\S+) (\S+) (\d{3})$/.exec(name) ?? [];
    return method && route && status ? [{ method, route, status, count }] : [];
  });

/** The labels of each endpoint, by the name under which countRequest counts it. */
const endpointsIn = (requests: Counts): Map<string, Labels> =>
  new Map(
    answersIn(requests).map(({ method, route }) => [
      `${method} ${route}`,
      { method, route },
    ]),
  );

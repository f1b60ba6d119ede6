// Understands telemetry as Cronitor's clients send it: what becomes of each parameter of
// "/p/<ping key>/<slug>".
import type { Ping, PingAction } from "#domain/heartbeats/ping.ts";
import { longestGraceMs } from "#domain/targets/heartbeat-spec.ts";
import { cutBody } from "./read-ping.ts";

/** Without a state it is a sign of life, as `ok` is. */
const actions = new Map<string, PingAction>(
  Object.entries({
    run: "start",
    complete: "success",
    ok: "success",
    fail: "fail",
  }),
);

export type Telemetry = Pick<
  Ping,
  "action" | "rid" | "exitStatus" | "counts" | "body" | "bodyBytes"
> & {
  /** How long the run took that has ended; null where that is not told. */
  durationMs: number | null;
};

/** What names a run: no more than a rid takes, and nothing that has to be escaped. */
const seriesForm = /^[\w.:@/+=-]{1,64}$/;

const metricForm = /^(count|error_count|duration):(\d+(?:\.\d+)?)$/;

/** Null for a parameter that cannot be read. */
export function readTelemetry(
  query: URLSearchParams,
  body: Pick<Ping, "body" | "bodyBytes">,
): Telemetry | null {
  const action = actions.get(query.get("state") ?? "ok");
  const exitStatus = readStatus(query.get("status_code"));
  const metrics = readMetrics(query.getAll("metric"));
  const series = query.get("series") || null;
  const isNamed = series === null || seriesForm.test(series);
  if (action === undefined || exitStatus === undefined || metrics === null || !isNamed)
    return null;
  const { duration, ...counts } = metrics;
  const message = query.get("msg");
  const isEnd = action !== "start" && duration !== undefined;
  return {
    action,
    rid: series,
    exitStatus,
    counts: Object.keys(counts).length === 0 ? null : counts,
    durationMs: isEnd ? Math.round(duration * 1_000) : null,
    ...(message === null ? body : cutBody(message)),
  };
}

/** Undefined for what is no exit status. */
function readStatus(written: string | null): number | null | undefined {
  if (written === null) return null;
  return /^\d{1,3}$/.test(written) && Number(written) <= 255
    ? Number(written)
    : undefined;
}

/** Numbers by their names; null for what is no metric. */
function readMetrics(written: readonly string[]): Record<string, number> | null {
  const matches = written
    .flatMap((list) => list.split(","))
    .map((metric) => metricForm.exec(metric.trim()));
  const isTooLong = matches.some(
    (match) => match?.[1] === "duration" && Number(match[2]) * 1_000 > longestGraceMs,
  );
  if (matches.includes(null) || isTooLong) return null;
  return Object.fromEntries(
    matches.flatMap((match) => (match === null ? [] : [[match[1], Number(match[2])]])),
  );
}

// Says in words when a heartbeat's slot is missed and when its run has failed. Pure.
import type { Schedule } from "#domain/schedules/schedule.ts";
import {
  type HeartbeatSpec,
  runMaxOf,
  startGraceOf,
} from "#domain/targets/heartbeat-spec.ts";
import { formatNumber, formatSpan } from "../format.ts";
import { type Language, wordsIn } from "../words.ts";

/** A sentence for each of its deadlines. */
export function describeDeadlines(
  spec: HeartbeatSpec,
  { graceMs }: Pick<Schedule, "graceMs">,
  language: Language,
): string[] {
  const words = wordsIn(language).heartbeats.deadlines;
  const span = (ms: number) => formatSpan(ms, language);
  const { runMinMs, unusualFactor, keepAlive } = spec;
  return [
    words.missed(span(startGraceOf(spec))),
    words.late(span(graceMs)),
    words.runMax(span(runMaxOf(spec))),
    ...(keepAlive ? [words.keepAlive] : []),
    ...(runMinMs === null ? [] : [words.runMin(span(runMinMs))]),
    ...(unusualFactor === null ? [] : [words.unusual(formatNumber(unusualFactor, 2))]),
  ];
}

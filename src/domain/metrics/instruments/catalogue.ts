// Lists every instrument, in the orders in which /metrics and /admin show their groups.
// A new metric is a row in the table of its group.
import type { Group } from "#domain/metrics/instrument.ts";
import type { TargetsSnapshot } from "#domain/metrics/snapshot.ts";
import { checkInstruments } from "./check-instruments.ts";
import { costInstruments } from "./cost-instruments.ts";
import { checkSumInstruments, hcCheckInstruments } from "./hc-instruments.ts";
import { heartbeatInstruments } from "./heartbeat-instruments.ts";
import { jobInstruments } from "./job-instruments.ts";
import { noticeInstruments } from "./notice-instruments.ts";
import { requestInstruments } from "./request-instruments.ts";
import { roundInstruments } from "./round-instruments.ts";
import { serviceInstruments } from "./service-instruments.ts";
import { targetCountInstruments } from "./target-count-instruments.ts";
import { targetInstruments } from "./target-instruments.ts";

/** What /metrics has of single targets and of their counts: in each part of a scrape. */
export const targetsOrder: readonly Group<unknown, TargetsSnapshot>[] = [
  targetCountInstruments,
  targetInstruments,
  heartbeatInstruments,
  hcCheckInstruments,
  checkSumInstruments,
];

export const metricsOrder: readonly Group[] = [
  serviceInstruments,
  roundInstruments,
  jobInstruments,
  noticeInstruments,
  costInstruments,
  requestInstruments,
  ...targetsOrder,
];

export const adminOrder: readonly Group[] = [
  roundInstruments,
  serviceInstruments,
  targetCountInstruments,
  checkInstruments,
  jobInstruments,
  noticeInstruments,
  requestInstruments,
  targetInstruments,
  heartbeatInstruments,
];

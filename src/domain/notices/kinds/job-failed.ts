// Tells that a run of a background job failed.
import { oneLine } from "#domain/cut.ts";
import type { EventWording } from "./event-kind.ts";
import { dueField, jobKey, jobName, jobPath } from "./job.ts";

const MAX_PROBLEM_CHARS = 500;

export const jobFailed: EventWording<"job-failed"> = {
  state: "firing",
  alertname: "JobFailed",
  keyOf: jobKey,
  nameOf: jobName,
  headlineOf: (_event, isReminder) => (isReminder ? "jobStillFails" : "jobFailed"),
  pathOf: jobPath,
  tell: (event, viewer) => ({
    text: oneLine(viewer.words.problem(event.facts.problem), MAX_PROBLEM_CHARS),
    fields: dueField(event, viewer),
    startedAt: event.facts.since,
    endedAt: null,
  }),
};

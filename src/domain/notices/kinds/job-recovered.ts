// Tells that a background job passes again.
import type { EventWording } from "./event-kind.ts";
import { dueField, jobKey, jobName, jobPath } from "./job.ts";

export const jobRecovered: EventWording<"job-recovered"> = {
  state: "resolved",
  alertname: "JobFailed",
  keyOf: jobKey,
  nameOf: jobName,
  headlineOf: () => "jobRecovered",
  pathOf: jobPath,
  tell: (event, viewer) => ({
    text: viewer.words.jobPasses,
    fields: dueField(event, viewer),
    startedAt: event.facts.since,
    endedAt: event.at,
  }),
};

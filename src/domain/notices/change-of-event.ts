// Says what an event changes for those who are told of it. Pure.
import type { EventKind, NoticeEvent } from "./event.ts";
import type { Change } from "./routing/group.ts";

/** What of an event says what it changes. */
export type BriefEvent = Pick<
  NoticeEvent,
  "id" | "kind" | "at" | "labels" | "incidentId"
> & {
  /** Of the events of a job. */
  job: string | null;
};

type Effect = Pick<Change, "state" | "isFurther">;

/** Null: what it says stands in other events' notices. */
const effects: Readonly<Record<EventKind, Effect | null>> = {
  "incident-opened": { state: "firing" },
  "incident-worse": { state: "firing", isFurther: true },
  "incident-closed": { state: "resolved" },
  "incident-held": null,
  "crawl-findings": { state: "info" },
  "job-failed": { state: "firing" },
  "job-recovered": { state: "resolved" },
  "storage-nearly-full": { state: "info" },
  "service-missed": { state: "info" },
  "content-changed": { state: "info" },
};

/** Null when nothing is told of the event itself. */
export function changeOf({
  id,
  kind,
  at,
  labels,
  incidentId,
  job,
}: BriefEvent): Change | null {
  const effect = effects[kind];
  if (!effect) return null;
  const key = incidentId ?? (job === null ? id : `job.${job}`);
  return { eventId: id, key, at, severity: labels.severity, ...effect };
}

// Tells what the kinds of events about jobs have in common.
import type { EventOf } from "#domain/notices/event.ts";
import { field, type Standpoint, writeInstant } from "./event-kind.ts";

type JobEvent = EventOf<"job-failed" | "job-recovered">;

export const jobKey = ({ facts }: JobEvent): string => `job.${facts.job}`;

export const jobName = ({ facts }: JobEvent): string => facts.job;

export const jobPath = ({ facts }: JobEvent): string => `/jobs/${facts.job}`;

export const dueField = ({ facts }: JobEvent, viewer: Standpoint) =>
  field(viewer.words.fields.due, writeInstant(facts.dueAt, viewer));

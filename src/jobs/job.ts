// What a background job is: a name, a schedule and a `run`. History, pause and run-now
// follow by themselves.
import type { Deps } from "#deps";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { parseDuration } from "#domain/time/duration.ts";

export type JobContext = {
  deps: Deps;
  /** The slot this run is for. Epoch ms. */
  dueAt: number;
  /** A run that waits for things to come due stops taking up new ones here. Epoch ms. */
  until: number;
  /**
   * One that has kept a later tick out, since it held what that needed, may serve its
   * minute too, up to here.
   */
  stayUntil: number;
  /** Has the job of that name, if it runs on demand, run in this tick too. */
  wake: (name: string) => void;
};

export type Job = {
  name: string;
  description: string;
  schedule: Schedule;
  /**
   * Runs without a lease, since what it does is leased in smaller parts. Others run in
   * one place at a time.
   */
  concurrent?: true;
  /**
   * Runs only when there is work for it: when its row in the table of jobs says so, or
   * another job does.
   */
  onDemand?: true;
  /** Does the work and returns counts of what it did, by name. */
  run(context: JobContext): Promise<Record<string, number>>;
};

/** A job's schedule: at whole multiples of a duration such as "5s" or "1h", UTC. */
export function every(duration: string): Schedule {
  const everyMs = parseDuration(duration);
  if (everyMs === null) throw new Error(`"${duration}" is not a duration`);
  return { ...usualSchedule, timing: { kind: "every", everyMs }, startAt: 0 };
}

/** A job's schedule: a cron expression, in an IANA zone. */
export function cron(expression: string, zone = "UTC"): Schedule {
  return { ...usualSchedule, timing: { kind: "cron", expression, zone } };
}

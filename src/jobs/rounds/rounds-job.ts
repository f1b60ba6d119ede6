// Defines the job that makes the rounds: here, or through a queue where one is bound.
import { roundsJob } from "#domain/jobs/job-names.ts";
import { every, type Job } from "#jobs/job.ts";
import type { AttendingKinds } from "./attending/attend.ts";
import { makeRounds } from "./make-rounds.ts";
import { makeThroughQueue } from "./queue/make-through-queue.ts";
import { openRounds } from "./start-rounds.ts";

/** The job that makes the rounds, for targets of these kinds. */
export const createRoundsJob = (kinds: AttendingKinds): Job => ({
  name: roundsJob,
  description:
    "Makes the rounds: fetches every target that is due and records what it saw.",
  schedule: every("1m"),
  concurrent: true,
  run: (context) => {
    const make = () => makeRounds(openRounds(context, kinds));
    const { endsBy, deps } = context;
    // What a change calls for does not wait for a queue.
    return deps.sendRounds === null || endsBy !== undefined
      ? make()
      : makeThroughQueue(context, deps.sendRounds, make);
  },
});

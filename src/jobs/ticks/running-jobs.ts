// Runs the jobs of one invocation beside each other, each of them once at a time. A job
// that is woken while it runs is told so. One job's fault never ends the others.

import { messageOf } from "#domain/runs/failure.ts";
import type { Job, JobContext } from "#jobs/job.ts";

type Serve = (job: Job, woken: JobContext["woken"]) => Promise<void>;

export type RunningJobs = {
  /** Runs a job that did not run yet. */
  start(job: Job): void;
  /** Runs a job again, or tells it to look again while it runs. */
  wake(job: Job): void;
  /** Resolves when all jobs have ended, those that were woken meanwhile included. */
  ended(): Promise<void>;
};

export function createRunningJobs(
  log: (event: Record<string, unknown>) => void,
  serve: Serve,
): RunningJobs {
  const bells = new Map<Job, Bell>();
  const running = new Map<Job, Promise<void>>();

  async function run(job: Job, bell: Bell): Promise<void> {
    try {
      do {
        void bell.rung();
        await serve(job, bell.rung);
      } while (bell.isUnheard());
    } catch (error) {
      log({ event: "job-broken", job: job.name, problem: messageOf(error) });
    } finally {
      running.delete(job);
    }
  }
  function wake(job: Job): void {
    const bell = bells.get(job) ?? createBell();
    bells.set(job, bell);
    if (running.has(job)) bell.ring();
    else running.set(job, run(job, bell));
  }
  return {
    wake,
    start(job) {
      if (!bells.has(job)) wake(job);
    },
    async ended() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

type Bell = {
  ring(): void;
  /** Resolves when the bell rings after this call; what rang before has been heard. */
  rung(): Promise<void>;
  isUnheard(): boolean;
};

function createBell(): Bell {
  let isUnheard = false;
  let call = () => {};
  return {
    isUnheard: () => isUnheard,
    ring() {
      isUnheard = true;
      call();
    },
    rung() {
      isUnheard = false;
      const { promise, resolve } = Promise.withResolvers<void>();
      call = resolve;
      return promise;
    },
  };
}

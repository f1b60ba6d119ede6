// Lists every background job. A new job is a file in a room of this floor and a line
// here.
import type { Job } from "./job.ts";
import { kindsOfTarget } from "./kinds.ts";
import { createRoundsJob } from "./rounds/make-rounds.ts";
import { seal } from "./runs/seal.ts";
import { follow } from "./sites/follow.ts";
import { prune } from "./storage/prune.ts";

const rounds = createRoundsJob(kindsOfTarget);

export const registry: readonly Job[] = [rounds, follow, seal, prune];

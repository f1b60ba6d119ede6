// Lists every background job. A new job is a file in a room of this floor and a line
// here.

import { deliver } from "#jobs/notices/deliver.ts";
import { vouch } from "#jobs/notices/vouch.ts";
import { createRoundsJob } from "#jobs/rounds/rounds-job.ts";
import { seal } from "#jobs/runs/seal.ts";
import { follow } from "#jobs/sites/follow.ts";
import { prune } from "#jobs/storage/prune.ts";
import type { Job } from "./job.ts";
import { kindsOfTarget } from "./kinds.ts";

const rounds = createRoundsJob(kindsOfTarget);

export const registry: readonly Job[] = [rounds, deliver, follow, seal, prune, vouch];

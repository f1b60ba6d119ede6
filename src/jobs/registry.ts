// Every background job there is. A new one is a file of its own beside these and a line
// here.
import { crawl } from "#jobs/rounds/make-rounds.ts";
import { seal } from "#jobs/runs/seal.ts";
import { follow } from "#jobs/sites/follow.ts";
import { prune } from "#jobs/storage/prune.ts";
import type { Job } from "./job.ts";

export const registry: readonly Job[] = [crawl, follow, seal, prune];

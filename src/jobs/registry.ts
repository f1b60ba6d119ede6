// Every background job there is. A new one is a file of its own beside these and a line here.
import { crawl } from "./crawl.ts";
import { follow } from "./follow.ts";
import type { Job } from "./job.ts";
import { prune } from "./prune.ts";
import { seal } from "./seal.ts";

export const registry: readonly Job[] = [crawl, follow, seal, prune];

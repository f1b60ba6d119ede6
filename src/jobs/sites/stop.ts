// Names an entry of a crawl's queue that is ready to be visited.
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { SitePage } from "#domain/sites/site-page.ts";

/** An entry of the queue, with its URL and what is known of its page. */
export type Stop = { entry: QueueEntry; url: string; known: SitePage | null };

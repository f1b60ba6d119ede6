// Names the jobs that other code refers to. Most jobs are named in their own file only.

/** Makes the rounds; each of its runs is a tick. */
export const roundsJob = "crawl";

/** Goes on with the crawls that are open. */
export const followJob = "follow";

/** Deletes old history, and counts the size of the database with each run. */
export const pruneJob = "prune";

/** Tells channels what happened. A trigger (0010) wakes it: the name is stored. */
export const deliverJob = "deliver";

// Tests how SQLite goes about every statement of the store, so that what a statement
// costs grows with what is asked for, and not with what is there.

import { beforeAll, describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { growingSteps, readTables } from "#test/fixtures/plans/plan.ts";
import { recordStatements, type Statement } from "#test/fixtures/plans/recording.ts";
import {
  putInForce,
  statistics,
  takeStatistics,
} from "#test/fixtures/plans/statistics.ts";
import { isWithin, storeTemplates } from "#test/fixtures/plans/templates.ts";
import { tour } from "#test/fixtures/plans/tour.ts";

/** What waits to be delivered is read in the order of an index, and no further than LIMIT. */
const ofDelivery = [
  "SCAN events USING INDEX events_waiting",
  "SEARCH notice_groups USING INDEX notice_groups_next (next_at<?)",
  "SEARCH notice_groups USING COVERING INDEX notice_groups_next",
  "SEARCH events USING COVERING INDEX events_waiting",
  "SEARCH notices USING COVERING INDEX notices_waiting",
].map((step) => ({
  step,
  within: "waiting (id) AS (",
  why: "hops from channel to channel, and takes the first rows of an index",
}));

/** One incident, group or notice has few of these. */
const ofOneThing = [
  ["SEARCH e USING INDEX events_incident (incident_id=?)", "'incident-held' LIMIT"],
  ["SEARCH notices USING INDEX notices_group (group_key=?)", "INSERT INTO notices"],
  ["SEARCH notices USING INDEX notices_group (group_key=?", "UPDATE notices SET due_at"],
  ["SEARCH notices USING COVERING INDEX notices_group", "UPDATE notices SET due_at"],
  ["SEARCH told USING PRIMARY KEY (event_id=?)", "SELECT DISTINCT incident.value"],
  ["SEARCH notice_events USING PRIMARY KEY (event_id>?", "SELECT DISTINCT notice_id"],
].map(([step = "", within = ""]) => ({
  step,
  within,
  why: "a group or an incident has few notices that wait, or that told of it",
}));

/** Pruning takes the oldest rows, up to a limit. */
const ofPrunedNotices = [
  [
    "SEARCH notice_events USING COVERING INDEX notice_events_notice",
    "DELETE FROM notice_events",
  ],
  ["SEARCH told USING COVERING INDEX notice_events_notice", "DELETE FROM notice_events"],
  ["SEARCH notices USING INDEX notices_created", "DELETE FROM notice_events"],
  ["SEARCH notices USING INDEX notices_created", "DELETE FROM notices"],
  ["SEARCH silences USING COVERING INDEX silences_ends", "DELETE FROM silences"],
  ["SEARCH notices USING COVERING INDEX notices_waiting", "SET state = 'dead'"],
].map(([step = "", within = ""]) => ({
  step,
  within,
  why: "reads no further than LIMIT",
}));

const ofNotices = [
  ...ofDelivery,
  ...ofOneThing,
  ...ofPrunedNotices,
  ...[
    "INSERT INTO silences",
    "AS routes",
    "count FROM silences",
    "reason, author FROM silences",
  ].map((within) => ({
    step: "SCAN silences",
    within,
    why: "five hundred silences hold at most, and others are deleted after a month",
  })),
  {
    step: "SEARCH silences USING INDEX silences_ends",
    within: "UPDATE silences INDEXED BY silences_ends SET ends_at",
    why: "five hundred silences hold at most",
  },
  {
    step: "SEARCH notice_groups USING INDEX notice_groups_next (next_at>?)",
    within: "UPDATE notice_groups SET next_at",
    why: "somebody ends a silence: every group may have something to tell",
  },
];

/** The list of heartbeats is that of their own table. */
const ofHeartbeats = [
  ["heartbeats", "SELECT json_array((SELECT count(*)", "counts no further than LIMIT"],
  ["h", ") t CROSS JOIN shards s", "comes in the order of ids up to LIMIT"],
  ["h", "LIMIT ?) t ORDER BY t.id", "comes in the order of ids up to LIMIT"],
  ["h", "SELECT count(*) AS count", "counts all before somebody deletes them all"],
].map(([name = "", within = "", why = ""]) => ({
  step: `SEARCH ${name} USING INTEGER PRIMARY KEY (rowid>?)`,
  within,
  why,
}));

/** Healthchecks' API has no pages. */
const ofChecks = [
  {
    step: "SEARCH h USING INTEGER PRIMARY KEY (rowid>?)",
    within: "FROM heartbeats h NOT INDEXED",
    why: "lists all checks at once, as its clients want it; a scrape has a limit",
  },
  {
    step: "SCAN h USING COVERING INDEX heartbeats_shard",
    within: "SELECT DISTINCT tag.value",
    why: "tells of the badges of all tags",
  },
];

/** Steps that may read more where more is there: in which statements, and why. */
const allowed: { step: string; within: string; why: string }[] = [
  ...ofNotices,
  ...ofHeartbeats,
  ...ofChecks,
  ...["FROM jobs", "SELECT EXISTS (SELECT 1 FROM changes", "UPDATE jobs SET wake_at"].map(
    (within) => ({
      step: "SCAN changes USING COVERING INDEX changes_waiting",
      within,
      why: "reads the first row of an index of those that wait",
    }),
  ),
  {
    step: "SEARCH changes USING COVERING INDEX changes_at",
    within: "LIMIT 1 OFFSET ?",
    why: "looks at as many changes as LIMIT says",
  },
  { step: "SCAN jobs", within: "FROM jobs", why: "has a row a job" },
  { step: "SCAN ping_keys", within: "FROM ping_keys", why: "there is one key" },
  {
    step: "SCAN channels",
    within: "FROM channels ORDER BY id",
    why: "there are 100 channels at most",
  },
  {
    step: "SCAN channels",
    within: "INSERT INTO channels",
    why: "counts channels, of which there are 100 at most",
  },
  ...[
    "SCAN c USING COVERING INDEX channels_name_unique",
    "SEARCH notices USING COVERING INDEX notices_waiting (channel_id=?)",
  ].map((step) => ({
    step,
    within: "SELECT c.id AS channelId",
    why: "there are 100 channels at most, and of each are counted as many as LIMIT says",
  })),
  {
    step: "SEARCH notices USING INDEX notices_dead (created_at>?)",
    within: "SELECT channel_id AS channelId, count(*)",
    why: "counts as many as LIMIT says",
  },
  {
    step: "SEARCH notice_groups USING INDEX notice_groups_channel",
    within: "DELETE FROM notice_groups WHERE channel_id",
    why: "a channel's groups go with it",
  },
  {
    step: "SEARCH targets USING INTEGER PRIMARY KEY (rowid>?)",
    within: "request -> '$.headers' AS headers",
    why: "looks at as many targets as its limit says",
  },
  {
    step: "SCAN p USING INDEX host_places_place",
    within: "left_ones AS MATERIALIZED",
    why: "only hosts in several shards have places: an hourly look costs less than an index",
  },
  {
    step: "SCAN host_holds",
    within: "DELETE FROM host_holds",
    why: "holds live a day at most: 24 looks at one cost less than its row in an index",
  },
  {
    step: "SCAN idempotency_keys",
    within: "DELETE FROM idempotency_keys",
    why: "keys live a day: 24 looks at a key cost less than its row in an index",
  },
  {
    step: "SCAN login_links",
    within: "DELETE FROM login_links",
    why: "links live a day at most, and are made by hand",
  },
  {
    step: "SCAN notices USING COVERING INDEX notices_dead",
    within: "AS deadNotices",
    why: "counts no further than LIMIT",
  },
  ...["notices_waiting", "notices_dead"].map((index) => ({
    step: `SCAN notices USING COVERING INDEX ${index}`,
    within: "AS notices FROM shards",
    why: "counts no further than LIMIT",
  })),
  ...[
    "SCAN incidents USING INDEX incidents_open",
    "SCAN i USING INDEX incidents_open",
  ].map((step) => ({ step, within: "incidents", why: "asks for those that are open" })),
  ...["SEARCH e USING", "SEARCH ne USING"].map((step) => ({
    step,
    within: "SELECT DISTINCT n.id, n.channel_id AS channelId",
    why: "an incident has a handful of events, each with its notices",
  })),
  ...["SEARCH incidents USING INDEX incidents_opened", "SEARCH e USING"].map((step) => ({
    step,
    within: "SELECT id FROM incidents INDEXED BY incidents_opened",
    why: "deletes incidents up to LIMIT, each with a handful of events",
  })),
  {
    step: "SEARCH events USING INDEX events_at",
    within: "DELETE FROM events",
    why: "deletes events up to LIMIT",
  },
  {
    step: "SCAN maintenance",
    within: "maintenance",
    why: "there are at most 500 windows, and whoever needs some reads all",
  },
  {
    step: "SCAN status_pages",
    within: "status_pages",
    why: "there are at most 100 pages",
  },
  {
    step: "SCAN robots",
    within: "DELETE FROM robots",
    why: "a row an origin: looks at it cost less than its row in an index",
  },
  {
    step: "SCAN t USING COVERING INDEX targets_enabled",
    within: "SELECT count(*) AS count FROM targets t",
    why: "counts all targets before somebody deletes them all",
  },
  {
    step: "SCAN t USING COVERING INDEX targets_sites",
    within: "SELECT count(*) AS count FROM targets t",
    why: "counts all sites before somebody deletes them all",
  },
  {
    step: "SCAN shards",
    within: "SELECT count(*) AS lost FROM shards",
    why: "a tick that died is told once: a row for forty targets",
  },
  {
    step: "SEARCH shards USING INDEX shards_due (due_at<?)",
    within: "AS sums",
    why: "looks at as many shards as LIMIT says",
  },
  {
    step: "SCAN shards USING INDEX shards_due",
    within: "ORDER BY due_at LIMIT 1",
    why: "reads the first row of the index",
  },
  {
    step: "SEARCH shards",
    within: "SELECT min(due_at) AS dueAt, (",
    why: "min() reads the first row of the index",
  },
  {
    step: "SEARCH shards USING COVERING INDEX shards_size",
    within: "ORDER BY size DESC LIMIT 1",
    why: "reads one row",
  },
  {
    step: "SEARCH shards USING INTEGER PRIMARY KEY (rowid>?)",
    within: "sum(size)",
    why: "counts all targets that a scrape leaves out: a row for forty of them",
  },
  {
    step: "SCAN sqlite_sequence",
    within: "sqlite_sequence",
    why: "has a row for each table whose ids only grow",
  },
  {
    step: "SEARCH shards",
    within: "coalesce(max(id), 0) AS shard FROM shards",
    why: "max() of the id reads one row",
  },
  {
    step: "SEARCH shards",
    within: "(SELECT max(id) FROM shards)",
    why: "max() of the id reads one row",
  },
  ...["SCAN t", "SEARCH t"].map((step) => ({
    step,
    within: ") t ORDER BY t.id",
    why: "targets come in the order of an index up to LIMIT; a filter may pass over some",
  })),
  {
    step: "SEARCH targets",
    within: "(SELECT max(id) FROM targets)",
    why: "max() of the id reads one row",
  },
  ...["f", "target_text"].map((name) => ({
    step: `SCAN ${name} VIRTUAL TABLE`,
    within: "target_text MATCH",
    why: "asks the index of texts, which gives what matches",
  })),
  ...["SEARCH", "SCAN"].map((step) => ({
    step: `${step} targets USING COVERING INDEX targets_`,
    within: "SELECT json_array((SELECT count(*) FROM (SELECT 1 FROM",
    why: "counts no further than LIMIT",
  })),
  {
    step: "SCAN target_counts",
    within: "FROM target_counts ORDER BY tag LIMIT",
    why: "reads tags in the order of the key, and no further than LIMIT",
  },
  {
    step: "SEARCH targets USING INDEX targets_status (status=?)",
    within: "SELECT 'down' AS status, id, tags FROM (",
    why: "counts those that are down or new, and no further than LIMIT",
  },
  {
    step: "SEARCH m USING PRIMARY KEY (hour>? AND hour<?)",
    within: "FROM missed_slots m",
    why: "reads notes of two hours, a row a shard, and no further than LIMIT",
  },
  ...["SCAN t", "SEARCH t"].map((step) => ({
    step,
    within: ") t CROSS JOIN shards s",
    why: "targets come in the order of an index up to LIMIT; a filter may pass over some",
  })),
  {
    step: "SCAN other USING INDEX crawls_leased",
    within: "c.lane <> '*'",
    why: "crawls that are under way: three an invocation",
  },
  {
    step: "SCAN crawls USING INDEX crawls_leased",
    within: "c.lane NOT IN (",
    why: "a look reads once which crawls are under way, and not for each that waits",
  },
  {
    step: "SEARCH c USING INDEX crawls_waiting (next_at<?)",
    within: "UPDATE crawls SET handed_until",
    why: "hands over as many as LIMIT says, and passes over those that are handed over",
  },
  {
    step: "SCAN crawls USING INDEX crawls_waiting",
    within: "ORDER BY next_at LIMIT 1",
    why: "stops at the first crawl whose target is not paused",
  },
  ...["changes", "contents", "crawls", "days", "job_hours", "shard_days"].map(
    (table) => ({
      step: `SEARCH ${table} USING`,
      within: "owners (id",
      why: "pruning looks at each owner's oldest rows once an hour, in hops",
    }),
  ),
  ...["hours", "run_logs"].map((table) => ({
    step: `SEARCH ${table} USING`,
    within: "owners (oldest",
    why: "pruning hops from owner to owner, as many a step as it may delete rows",
  })),
  {
    step: "SEARCH p USING PRIMARY KEY (target_id=?)",
    within: "DELETE FROM pages",
    why: "pages of deleted sites go, as many at a time as LIMIT says",
  },
  {
    step: "SEARCH p USING COVERING INDEX pages_gone",
    within: "DELETE FROM pages",
    why: "reads only pages that go, as many at a time as LIMIT says",
  },
  {
    step: "SEARCH p USING PRIMARY KEY (target_id=? AND id>?)",
    within: "AS is_unseen FROM pages p",
    why: "looks at 5,000 pages at a time, in the order of their numbers",
  },
  {
    step: "SEARCH p USING PRIMARY KEY (target_id=? AND id>? AND id<?)",
    within: "AS slash FROM",
    why: "a level of a site's tree looks at 10,000 page numbers at most",
  },
  {
    step: "SEARCH pages USING PRIMARY KEY (target_id=?)",
    within: "NOT EXISTS (SELECT 1 FROM pages",
    why: "stops at the first page",
  },
  {
    step: "SEARCH pages USING PRIMARY KEY (target_id=?)",
    within: "SELECT max(id)",
    why: "max() of the number reads one row",
  },
  {
    step: "SEARCH p EXISTS USING PRIMARY KEY",
    within: "WITH RECURSIVE parts",
    why: "reads each part of a sitemap up to its first page",
  },
  {
    step: "SEARCH b USING PRIMARY KEY ((shard_id,hour,part)>(?,?,?))",
    within: "sum(length(data)) OVER",
    why: "looks at the sizes of all blocks that wait to be sealed",
  },
  {
    step: "SCAN set_aside",
    within: "DELETE FROM set_aside",
    why: "has a row for each thing that broke our code",
  },
  {
    step: "SCAN set_aside",
    within: "SELECT 1 FROM set_aside LIMIT",
    why: "counts a bounded number of rows",
  },
  {
    step: "SCAN set_aside",
    within: "SELECT kind FROM set_aside LIMIT",
    why: "counts a bounded number of rows",
  },
  ...["shards", "targets", "heartbeats", "crawls"].map((table) => ({
    step: `SCAN ${table}`,
    within: "AS found",
    why: "looks three times an hour for instants of a clock that was ahead",
  })),
  ...[
    ["shards", "revision + 1, claimed_at"],
    ["targets", "revision + 1, claimed_at"],
    ["heartbeats", "revision + 1, claimed_at"],
    ["heartbeats", "last_at = min(last_at"],
    ["targets", "anchor_at = min(anchor_at"],
    ["jobs", "last_due_at = min(last_due_at"],
    ["crawls", "started_at = min(started_at"],
    ["job_hours", "min(finished_at,"],
    ["job_hours", "DELETE FROM job_hours WHERE hour >"],
  ].map(([table, within = ""]) => ({
    step: `SCAN ${table}`,
    within,
    why: "repairs instants of a clock that was ahead, once that was seen",
  })),
  {
    step: "SEARCH job_hours USING PRIMARY KEY (ANY(job)",
    within: "DELETE FROM job_hours WHERE hour >",
    why: "hops from job to job",
  },
];

let statements: Statement[] = [];

beforeAll(async () => {
  await takeStatistics();
  await emptyDatabase();
  const recorder = recordStatements(DB);
  await tour(recorder.database);
  statements = [...recorder.statements.values()];
});

const oneLine = (sql: string): string => sql.replace(/\s+/g, " ").trim();

describe("the statements of the store", () => {
  it("are all sent on a tour of the API and the jobs", () => {
    const unseen = storeTemplates().filter(
      ({ pieces }) => !statements.some(({ sql }) => isWithin(sql, pieces)),
    );
    const named = unseen.map(({ file, pieces }) => `${file}: ${pieces.join("…")}`);
    expect(named, "no stop of test/fixtures/plans/tour.ts sends these").toEqual([]);
  });

  const used = new Set<object>();

  it.each(statistics)(
    "read no more where more is there, with statistics: %s",
    async (which) => {
      await putInForce(which);
      const tables = await readTables();
      const growing: string[] = [];
      for (const statement of statements) {
        const sql = oneLine(statement.sql);
        for (const step of await growingSteps(statement, tables)) {
          const reason = allowed.find(
            (one) => step.startsWith(one.step) && sql.includes(one.within),
          );
          if (reason === undefined) growing.push(`${step}: ${sql}`);
          else used.add(reason);
        }
      }
      expect(growing, "mend the plan, or say above why it may be so").toEqual([]);
    },
  );

  it("need every exception that is made for them", () => {
    expect(allowed.filter((one) => !used.has(one))).toEqual([]);
  });
});

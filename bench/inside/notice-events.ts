// Writes what channels are to be told: incidents that open or close, without rounds.
import type { Env } from "#deps";

/** `what` happens to so many incidents at an instant (epoch ms). */
export type NoticeEvents = { count: number; what: "opened" | "closed"; at: number };

export async function writeEvents(
  { DB }: Env,
  { count, what, at }: NoticeEvents,
): Promise<void> {
  const facts = {
    url: "http://site.example/",
    severity: "down",
    startedAt: at - 20_000,
    openedAt: at,
    closedAt: what === "closed" ? at : null,
    closeReason: what === "closed" ? "recovered" : null,
    runsFailed: 2,
    slotsMissed: 0,
    lastGoodAt: at - 80_000,
    failure: { class: "status", status: 500, expected: "200 to 299" },
    body: null,
    turns: 0,
  };
  await DB.prepare(`
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
    INSERT INTO events (id, kind, at, target_id, incident_id, labels, facts)
    SELECT n || '-x.' || ?2, 'incident-' || ?2, ?3, n, n || '-x', json_object('target', n || '',
      'name', 'Page ' || n, 'host', 'site.example', 'kind', 'page', 'severity', 'down',
      'tag', json_array()), ?4 FROM numbers`)
    .bind(count, what, at, JSON.stringify(facts))
    .run();
}

export async function forgetNotices({ DB }: Env): Promise<void> {
  const tables = ["events", "incidents", "notice_groups", "notice_events", "notices"];
  await DB.batch(
    [...tables, "channels"].map((table) => DB.prepare(`DELETE FROM ${table}`)),
  );
}

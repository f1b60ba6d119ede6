// Looks for what is to be delivered, with one statement.
import { type SQL, sql } from "drizzle-orm";
import { deliverJob } from "#domain/jobs/job-names.ts";
import type { BriefEvent } from "#domain/notices/change-of-event.ts";
import type { Group } from "#domain/notices/routing/group.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** What a group was made for, and how it stands. */
export type KeptGroup = {
  key: string;
  channelId: number;
  revision: number;
  /** The path of its route, and the values that its events share. */
  path: string;
  labels: Readonly<Record<string, string>>;
  group: Group;
};

/** A notice that waits, in the order in which its channel is to get them. */
export type DueNotice = { id: string; channelId: number; groupKey: string };

export type Due = {
  /** Whether changes of contents wait to become events. */
  hasChanges: boolean;
  /** Events that wait to be put into groups, in the order in which they happened. */
  events: BriefEvent[];
  groups: KeptGroup[];
  notices: DueNotice[];
  /** When something is due that is not yet; null for never. Epoch ms. */
  nextAt: number | null;
};

/** Events of one look: so many, and labels of so many characters after the first. */
const eventsAtOnce = 500;
const labelCharacters = 400_000;
/** Groups of one look: so many, and states of so many characters after the first. */
const groupsAtOnce = 20;
const groupCharacters = 200_000;
/** Notices of one look, for each channel. */
const noticesAtOnce = 10;

/** Channels for which notices wait: the query hops from one to the next. */
const waitingChannels = sql`
  waiting (id) AS (
    SELECT min(channel_id) FROM notices INDEXED BY notices_waiting WHERE state = 'waiting'
    UNION ALL
    SELECT (SELECT min(channel_id) FROM notices INDEXED BY notices_waiting
      WHERE state = 'waiting' AND channel_id > waiting.id) FROM waiting WHERE waiting.id IS NOT NULL
  )`;

/** When the first notice of a waiting channel is due that the channel may be sent. */
const firstDue: SQL = sql`max(
  (SELECT min(due_at) FROM notices INDEXED BY notices_waiting
    WHERE state = 'waiting' AND channel_id = waiting.id),
  coalesce((SELECT hold_until FROM channels WHERE channels.id = waiting.id), 0))`;

type Row = {
  hasChanges: number;
  events: string;
  groups: string;
  notices: string;
  nextGroupAt: number | null;
  nextNoticeAt: number | null;
};

export async function lookForDue(db: Db, now: number): Promise<Due> {
  const [row] = await db.all<Row>(sql`
    WITH RECURSIVE ${waitingChannels}
    SELECT
      EXISTS (SELECT 1 FROM changes INDEXED BY changes_waiting WHERE told = 0) AS hasChanges,
      (SELECT json_group_array(json_object('id', id, 'kind', kind, 'at', at, 'incidentId',
          incident_id, 'labels', json(labels), 'job', facts ->> '$.job')) FROM (
        SELECT id, kind, at, incident_id, labels, facts,
          sum(length(labels)) OVER (ORDER BY at, id) - length(labels) AS before
        FROM (SELECT * FROM events INDEXED BY events_waiting WHERE routed = 0
          ORDER BY at LIMIT ${eventsAtOnce}))
        WHERE before < ${labelCharacters}) AS events,
      (SELECT json_group_array(json_object('key', key, 'channelId', channel_id, 'revision',
          revision, 'state', json(state))) FROM (
        SELECT key, channel_id, revision, state,
          sum(length(state)) OVER (ORDER BY next_at, key) - length(state) AS before
        FROM (SELECT * FROM notice_groups INDEXED BY notice_groups_next
          WHERE next_at <= ${now} ORDER BY next_at LIMIT ${groupsAtOnce}))
        WHERE before < ${groupCharacters}) AS groups,
      (SELECT json_group_array(json_object('id', n.id, 'channelId', n.channel_id, 'groupKey',
          n.group_key)) FROM waiting CROSS JOIN notices n ON n.id IN (
        SELECT id FROM notices INDEXED BY notices_waiting
        WHERE state = 'waiting' AND channel_id = waiting.id AND due_at <= ${now}
        ORDER BY due_at, id LIMIT ${noticesAtOnce})
        WHERE ${firstDue} <= ${now}) AS notices,
      (SELECT min(next_at) FROM notice_groups INDEXED BY notice_groups_next
        WHERE next_at > ${now}) AS nextGroupAt,
      (SELECT min(${firstDue}) FROM waiting WHERE waiting.id IS NOT NULL
        AND ${firstDue} > ${now}) AS nextNoticeAt`);
  return row === undefined ? nothingDue : toDue(row);
}

const nothingDue: Due = {
  hasChanges: false,
  events: [],
  groups: [],
  notices: [],
  nextAt: null,
};

type GroupRow = Omit<KeptGroup, "path" | "labels" | "group"> & { state: GroupState };

/** How a group is stored. */
export type GroupState = Group & Pick<KeptGroup, "path" | "labels"> & { by: string };

export function toKeptGroup({ state, ...row }: GroupRow): KeptGroup {
  const { path, labels, by: _, ...group } = state;
  return { ...row, path, labels, group };
}

function toDue(row: Row): Due {
  const { hasChanges, events, groups, notices, nextGroupAt, nextNoticeAt } = row;
  const next = Math.min(nextGroupAt ?? never, nextNoticeAt ?? never);
  return {
    hasChanges: hasChanges === 1,
    events: JSON.parse(events),
    groups: (JSON.parse(groups) as GroupRow[]).map(toKeptGroup),
    notices: JSON.parse(notices),
    nextAt: next === never ? null : next,
  };
}

/** Has the job sleep until something is due. */
export async function sleepUntilDue(db: Db): Promise<void> {
  await db.all(sql`
    WITH RECURSIVE ${waitingChannels}
    UPDATE jobs SET wake_at = (SELECT min(at) FROM (
      SELECT min(at) AS at FROM events INDEXED BY events_waiting WHERE routed = 0
      UNION ALL SELECT * FROM (SELECT at FROM changes INDEXED BY changes_waiting
        WHERE told = 0 ORDER BY at LIMIT 1)
      UNION ALL SELECT min(next_at) FROM notice_groups INDEXED BY notice_groups_next
        WHERE next_at IS NOT NULL
      UNION ALL SELECT min(${firstDue}) FROM waiting WHERE waiting.id IS NOT NULL))
    WHERE name = ${deliverJob}`);
}

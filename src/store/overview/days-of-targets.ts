// Reads what targets did in a window, from their days.
import { sql } from "drizzle-orm";
import { type CutWindow, daysOf } from "#domain/overview/overview-window.ts";
import {
  createFigures,
  type PackedDay,
  type TargetFigures,
} from "#domain/overview/target-figures.ts";
import type { Db } from "#store/db.ts";
import type { HeldTarget } from "./overview-rows.ts";

type DayRow = { targetId: number; day: number; total: string; hours: string };

/** Reads the figures of targets, by id. Without targets it sends no statement. */
export async function readFigures(
  db: Db,
  held: readonly HeldTarget[],
  window: CutWindow,
): Promise<Map<number, TargetFigures>> {
  if (held.length === 0) return new Map();
  const { first, last } = daysOf(window);
  // As literals: each row of json_each would be billed as one that is read.
  const ids = sql.raw(held.map(({ listed }) => listed.target.id).join(", "));
  const isHourly = sql`(day >= ${window.hourlyFromDay} AND folded >= 0)`;
  const rows = await db.all<DayRow>(sql`
    SELECT target_id AS targetId, day, CASE WHEN ${isHourly} THEN '' ELSE hex(total) END AS total,
      hex(CASE WHEN ${isHourly} THEN hours ELSE substr(hours, max(folded, 0) + 1) END) AS hours
    FROM days WHERE target_id IN (${ids})
      AND day BETWEEN ${first} AND ${last}`);
  const figuresOf = createFigures(window);
  const byTarget = Map.groupBy(rows, ({ targetId }) => targetId);
  return new Map(
    held.flatMap(({ listed: { target, recent }, open }) => {
      const days = (byTarget.get(target.id) ?? []).map(toPackedDay);
      const figures = ifDecodable(() => figuresOf({ days, open, recent }));
      return figures === null ? [] : [[target.id, figures]];
    }),
  );
}

const toPackedDay = ({ day, total, hours }: DayRow): PackedDay => ({
  day,
  total: Uint8Array.fromHex(total),
  hours: Uint8Array.fromHex(hours),
});

function ifDecodable<T>(decode: () => T): T | null {
  try {
    return decode();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

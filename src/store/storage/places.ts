// Keeps the places that walks through tables of history got to.
import { type SQL, sql } from "drizzle-orm";

/** The row of `counters` that keeps them. */
const places = "pruned";

/** Selects the place that is kept under a name; 0 before the first step. */
export const placeOf = (name: string): SQL =>
  sql`coalesce((SELECT counts ->> ${name} FROM counters WHERE name = ${places}), 0)`;

export const keepPlace = (name: string, place: number): SQL => sql`
  INSERT INTO counters (name, counts) VALUES (${places}, ${JSON.stringify({ [name]: place })})
  ON CONFLICT (name) DO UPDATE SET counts = json_patch(counts, excluded.counts)`;

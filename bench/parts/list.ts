// Counts the rows that listing targets reads, by filter.
import { type Line, number } from "#bench/figures.ts";
import { never } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { noon, type Part, seedTargets } from "./part.ts";

export const list: Part = async (runtime) => {
  const count = 100_000;
  await seedTargets(runtime, { count, dueAt: never, anchorAt: noon });
  const any = {
    tags: [],
    status: null,
    kind: null,
    host: null,
    enabled: null,
    text: null,
    sort: "-created",
    // As a page of 50 is read: with one more target, which tells whether a page follows.
    limit: 51,
    after: null,
  };
  const queries: [string, object][] = [
    ["no filter", {}],
    ["tag", { tags: ["tag7"] }],
    ["status", { status: "down" }],
    ["paused only", { enabled: false }],
    ["text", { text: "page 9999" }],
    ["text, common", { text: "site.exam" }],
    ["by name", { sort: "name" }],
    ["tag and status", { tags: ["tag1"], status: "down" }],
    ["a page in the middle", { after: { id: 50_000, name: "" } }],
  ];
  const lines: Line[] = [];
  for (const [what, filter] of queries) {
    const cost = await runtime.perform<Meter & { found: number }>({
      do: "list",
      query: { ...any, ...filter },
    });
    lines.push({
      what: `list 50 of ${number(count)}: ${what}`,
      measured: `${cost.rowsRead} rows read, ${cost.found} found`,
      aim: "300 rows read",
    });
  }
  return lines;
};

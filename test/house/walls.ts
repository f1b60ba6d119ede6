// Finds imports that break a wall of the house: a floor that reaches up, a room that
// reaches sideways, a circle of files, a package where it does not belong. Reads sources
// as text; runs nothing.
import { dirname, join, normalize } from "node:path/posix";
import { parseSync } from "oxc-parser";

/** Sources by path from the project's root, such as "src/domain/csv.ts". */
export type Sources = ReadonlyMap<string, string>;

/**
 * The floors that each floor may import, besides itself. `deps` and `index` are files
 * that count as floors.
 */
const floorsBelow: Readonly<Record<string, readonly string[]>> = {
  index: ["deps", "http", "jobs"],
  http: ["deps", "jobs", "net", "store", "ui", "domain"],
  jobs: ["deps", "net", "store", "domain"],
  deps: ["net", "store", "domain"],
  net: ["domain"],
  store: ["domain"],
  ui: ["domain"],
  domain: [],
};

/** Rooms by level: a room may import the rooms of lower levels, which stand before it. */
const roomLevels: Readonly<Record<string, readonly (readonly string[])[]>> = {
  domain: [
    ["content", "time"],
    ["schedules", "apart", "conditions"],
    ["readings"],
    ["targets"],
    ["runs", "changes"],
    ["statistics", "notices"],
    ["incidents"],
    ["sites", "jobs", "rounds", "storage", "calendar"],
    ["heartbeats"],
    ["metrics", "overview"],
    ["status"],
  ],
  net: [["addresses", "traffic", "queues"], ["fetching"], ["sites", "notices"]],
  store: [
    ["shards", "jobs", "apart", "sessions", "secrets", "heartbeats"],
    ["incidents"],
    ["targets", "notices"],
    ["runs", "changes"],
    ["statistics", "sites"],
    ["rounds", "metrics", "storage", "overview"],
    ["status"],
  ],
  jobs: [
    ["apart"],
    ["readings"],
    ["runs", "sites", "storage", "notices", "incidents"],
    ["rounds", "trials", "ticks"],
  ],
  http: [
    ["reference", "requests", "screens"],
    ["sessions"],
    ["apart", "schedules", "statistics", "sites", "metrics", "storage", "readings"],
    ["runs", "jobs", "admin"],
    ["targets"],
    ["notices", "status"],
    ["incidents"],
    ["badges", "bulk", "probes", "trials", "changes", "heartbeats"],
    ["editor", "overview", "settings"],
    ["routers"],
  ],
  ui: [
    ["badges", "reference", "words"],
    ["screens"],
    [
      "sessions",
      "overview",
      "targets",
      "editor",
      "jobs",
      "statistics",
      "notices",
      "status",
    ],
    ["sites", "runs", "incidents", "readings", "changes", "heartbeats"],
    ["settings"],
  ],
};

/**
 * The files of a floor's ground that name its rooms; the rest of the ground imports none
 * of them.
 */
const roofs: ReadonlySet<string> = new Set([
  "src/http/app.ts",
  "src/jobs/kinds.ts",
  "src/jobs/registry.ts",
]);

/**
 * The floors that may import a package; any floor may import the packages that are not
 * named here.
 */
const packageFloors: Readonly<Record<string, readonly string[]>> = {
  "drizzle-orm": ["store"],
  hono: ["http", "ui"],
  "@hono/zod-openapi": ["http"],
  zod: ["http", "deps", "net"],
};

type Place = { floor: string; room: string | null };

/**
 * One sentence for each import that breaks a wall, and for each circle of files; empty
 * when all walls hold.
 */
export function findBreaches(sources: Sources): string[] {
  const imports = new Map(
    [...sources].map(([file, source]) => [file, importsOf(file, source)]),
  );
  const breaches = [...imports].flatMap(([file, targets]) =>
    targets.flatMap((target) => {
      const objection = objectionTo(file, target);
      return objection === null ? [] : [`${file} imports ${target}: ${objection}`];
    }),
  );
  return [...breaches, ...findCircles(imports)];
}

/** What a file imports: paths from the project's root, or names of packages. */
function importsOf(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source);
  const [error] = errors;
  if (error) throw new SyntaxError(`${file}: ${error.message}`);
  const reexports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) => entry.moduleRequest ?? []),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    source.slice(start + 1, end - 1),
  );
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...reexports,
  ].map(({ value }) => value);
  return [...new Set([...names, ...dynamic].map((name) => resolve(file, name)))];
}

/** Subpath imports as package.json declares them. */
function resolve(file: string, name: string): string {
  // What the build wrote is no part of the house.
  if (name === "#asset-names") return "dist/asset-names.json";
  if (name === "#deps" || name === "#index") return `src/${name.slice(1)}.ts`;
  if (name.startsWith("#")) return `src/${name.slice(1)}`;
  return name.startsWith(".") ? normalize(join(dirname(file), name)) : name;
}

function objectionTo(file: string, target: string): string | null {
  const from = placeOf(file);
  if (!target.startsWith("src/")) return objectionToPackage(from, target);
  const to = placeOf(target);
  if (from.floor !== to.floor) {
    const isBelow = floorsBelow[from.floor]?.includes(to.floor) ?? false;
    return isBelow ? null : `the floor ${from.floor} knows nothing of ${to.floor}`;
  }
  if (to.room === null || from.room === to.room || roofs.has(file)) return null;
  if (from.room === null)
    return "what lies on a floor's ground imports none of its rooms";
  const isLower = levelOf(from.floor, to.room) < levelOf(from.floor, from.room);
  return isLower ? null : `the room ${from.room} stands no higher than ${to.room}`;
}

function objectionToPackage({ floor }: Place, name: string): string | null {
  const known = Object.keys(packageFloors).find(
    (known) => name === known || name.startsWith(`${known}/`),
  );
  if (known === undefined || packageFloors[known]?.includes(floor)) return null;
  return `${known} belongs to ${packageFloors[known]?.join(" and ")}`;
}

/** A room's level; throws for a room that has none, so that a new one gets its place. */
function levelOf(floor: string, room: string): number {
  const level = roomLevels[floor]?.findIndex((rooms) => rooms.includes(room)) ?? -1;
  if (level < 0)
    throw new RangeError(`the room ${room} has no level on the floor ${floor}`);
  return level;
}

function placeOf(file: string): Place {
  const [, floor = "", ...rest] = file.replace(/\.tsx?$/, "").split("/");
  return { floor, room: rest.length > 1 ? (rest[0] as string) : null };
}

/** Each circle once, from the first of its files that was met. */
function findCircles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0)
      circles.push(`a circle of files: ${[...path.slice(start), file].join(" → ")}`);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of imports.get(file) ?? []) walk(next);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) walk(file);
  return circles;
}

// Tests the house's walls, which docs/contributing.md describes.
import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { findBreaches } from "./walls.ts";

const sources = new Map<string, string>();
for await (const file of glob("src/**/*.{ts,tsx}"))
  sources.set(file, readFileSync(file, "utf8"));

describe("the walls of the house", () => {
  it("hold in all of src", () => {
    expect(sources.size).toBeGreaterThan(200);
    expect(findBreaches(sources)).toEqual([]);
  });

  it.each([
    [
      "a floor that reaches up",
      "src/store/runs/x.ts",
      `import { app } from "#http/app.ts";`,
      "knows nothing of http",
    ],
    [
      "a floor that reaches up by a relative path",
      "src/domain/runs/x.ts",
      `import type { Db } from "../../store/db.ts";`,
      "knows nothing of store",
    ],
    [
      "net that meets store",
      "src/net/fetching/x.ts",
      `export { openDb } from "#store/db.ts";`,
      "knows nothing of store",
    ],
    [
      "a room that reaches sideways",
      "src/domain/sites/x.ts",
      `import { packState } from "#domain/rounds/state-encoding.ts";`,
      "stands no higher",
    ],
    [
      "a room that reaches up",
      "src/domain/runs/robots/x.ts",
      `const sketch = await import("#domain/statistics/sketch.ts");`,
      "stands no higher",
    ],
    [
      "ground that reaches into a room",
      "src/http/x.ts",
      `import { runs } from "#http/runs/runs.ts";`,
      "imports none of its rooms",
    ],
    [
      "a domain with a framework",
      "src/domain/x.ts",
      `import { Hono } from "hono";`,
      "hono belongs to http",
    ],
    [
      "a database outside the store",
      "src/jobs/runs/x.ts",
      `import { sql } from "drizzle-orm";`,
      "drizzle-orm belongs to store",
    ],
    [
      "a deep path of the database's package",
      "src/http/runs/x.ts",
      `import { text } from "drizzle-orm/sqlite-core";`,
      "drizzle-orm belongs to store",
    ],
    [
      "a room without a level",
      "src/domain/attic/x.ts",
      `import { never } from "#domain/time/instants.ts";`,
      "no level",
    ],
  ])("do not let %s through", (_, file, source, objection) => {
    const find = () => findBreaches(new Map([[file, source]])).join("\n");
    if (objection === "no level") expect(find).toThrow(objection);
    else expect(find()).toContain(objection);
  });

  it("do not let a circle of files through, of types alone either", () => {
    const circle = new Map([
      ["src/domain/a.ts", `import { b } from "./b.ts";`],
      ["src/domain/b.ts", `import type { C } from "./c.ts";`],
      ["src/domain/c.ts", `import { a } from "./a.ts";`],
    ]);
    expect(findBreaches(circle)).toEqual([
      "a circle of files: src/domain/a.ts → src/domain/b.ts → src/domain/c.ts → src/domain/a.ts",
    ]);
  });
});

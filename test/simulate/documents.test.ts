// Tests that the documents have the tables that `npm run simulate` prints. Write them with
// `npm run simulate -- docs`.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { billedRows, billedTargets, billTable } from "#simulate/costs.ts";
import { tableIn, withTable } from "#simulate/documents.ts";
import { measured } from "#simulate/measured.ts";
import { readOptions, usualSettings } from "#simulate/options.ts";
import { latenciesMs, simulateRow, targetCounts } from "#simulate/rows.ts";
import { monthOf, timely } from "#simulate/tables.ts";
import { allScenarios } from "#test/fixtures/scenarios.ts";

const read = (file: string) => readFileSync(file, "utf8");

/** More targets take longer: only `npm run test:long` simulates them. */
const few = (counts: readonly number[]) =>
  counts.filter((count) => allScenarios() || count <= 10_000);

/** A table's first lines: those of as many rows as another one has. */
const asLongAs = (table: string, other: string) =>
  table.split("\n").slice(0, other.split("\n").length).join("\n");

describe("the tables of the documents", () => {
  it("in scale.md are those that the simulator prints", () => {
    const document = read("docs/scale.md");
    const rows = few(targetCounts).flatMap((targets) =>
      latenciesMs.map((latencyMs) =>
        simulateRow({ targets, latencyMs }, usualSettings, measured),
      ),
    );
    for (const [name, tell] of Object.entries({ timely, month: monthOf })) {
      const table = tell(rows, measured);
      expect(asLongAs(tableIn(document, name), table)).toBe(table);
    }
  });

  it("in costs.md are those that the simulator prints", () => {
    const rows = billedRows(few(billedTargets), usualSettings, measured);
    const table = billTable(rows, measured);
    expect(asLongAs(tableIn(read("docs/costs.md"), "bill"), table)).toBe(table);
  });

  it("are put between their marks, and nowhere else", () => {
    const document = "a\n<!-- simulate: x -->\nold\n<!-- simulate: end -->\nb";
    const written = withTable(document, "x", "new");
    expect(tableIn(written, "x")).toBe("new");
    expect(written).toBe(document.replace("old", "new"));
    expect(() => withTable(document, "y", "new")).toThrow('no place for "y"');
  });
});

describe("the arguments of the simulator", () => {
  it("are the documents' unless others are given", () => {
    expect(readOptions([])).toEqual({
      action: "print",
      targets: targetCounts,
      latencies: latenciesMs,
      settings: usualSettings,
    });
    const asked = readOptions(["--targets", "50,60", "--consumers", "20"]);
    expect(asked.targets).toEqual([50, 60]);
    expect(asked.settings.assumptions).toEqual({
      ...usualSettings.assumptions,
      consumers: 20,
    });
  });

  it.each([
    [["paint"], "one of print, docs, real, measure"],
    [["--targets", "many"], '--targets: "many" is no number'],
    [["--colour", "red"], "--colour"],
  ])("%j are refused with what is wrong", (args, why) => {
    expect(() => readOptions(args)).toThrow(why);
  });
});

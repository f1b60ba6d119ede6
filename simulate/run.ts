// Simulates deployments of many targets and prints what each needs, uses and costs: `npm
// run simulate`, with `--targets 5000 --latency 300` for others than those of the documents.
// `docs` writes the documents' tables, `real` puts the simulator beside the real rounds,
// into its document too, and `measure` measures anew what it works with.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { here } from "#bench/runtime.ts";
import { billedRows, billedTargets, billTable } from "./costs.ts";
import { withTable } from "./documents.ts";
import { measured } from "./measured.ts";
import { type Asked, readOptions, usualSettings } from "./options.ts";
import { latenciesMs, simulateRow, targetCounts } from "./rows.ts";
import { monthOf, timely } from "./tables.ts";

try {
  await act(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function act(asked: Asked): Promise<void> {
  switch (asked.action) {
    case "print":
      return print(asked);
    case "docs":
      return await writeDocuments();
    case "real": {
      const { check } = await import("./checking/check.ts");
      const real = await check(measured);
      console.log(real);
      return await edit("docs/scale.md", { real });
    }
    case "measure": {
      const { measure } = await import("./measuring/measure.ts");
      const { quieter } = await import("./measuring/quieter.ts");
      const figures = JSON.stringify(quieter(measured, await measure()), null, 2);
      await writeFile(join(here, "simulate/measured.json"), `${figures}\n`);
      console.log(figures);
    }
  }
}

function print({ targets, latencies, settings }: Asked): void {
  const rows = rowsOf(targets, latencies, settings);
  console.log(`${timely(rows, measured)}\n\n${monthOf(rows, measured)}\n`);
  console.log(billTable(billedRows(targets, settings, measured), measured));
}

function rowsOf(
  targets: readonly number[],
  latencies: readonly number[],
  settings: Asked["settings"],
) {
  return targets.flatMap((count) =>
    latencies.map((latencyMs) =>
      simulateRow({ targets: count, latencyMs }, settings, measured),
    ),
  );
}

async function writeDocuments(): Promise<void> {
  const rows = rowsOf(targetCounts, latenciesMs, usualSettings);
  const bill = billTable(billedRows(billedTargets, usualSettings, measured), measured);
  await edit("docs/scale.md", {
    timely: timely(rows, measured),
    month: monthOf(rows, measured),
  });
  await edit("docs/costs.md", { bill });
}

async function edit(file: string, tables: Record<string, string>): Promise<void> {
  const path = join(here, file);
  let document = await readFile(path, "utf8");
  for (const [name, table] of Object.entries(tables))
    document = withTable(document, name, table);
  await writeFile(path, document);
}

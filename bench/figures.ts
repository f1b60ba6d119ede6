// Prints what benchmarks measured: a line for each figure, beside its aim if it has one.

/** Most have the columns `measured` and `aim`. */
export type Line = { what: string; [column: string]: string };

export const number = (value: number): string => Math.round(value).toLocaleString("en");
export const megabytes = (bytes: number): string => `${number(bytes / 1024 ** 2)} MB`;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Gives how long the work took, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function printTable(title: string, lines: readonly Line[]): void {
  console.log(`\n${title}`);
  console.table(Object.fromEntries(lines.map(({ what, ...line }) => [what, line])));
}

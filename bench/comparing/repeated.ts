// Measures a part again and again in one run, and tells each figure with its spread and
// with the machine's own speed meanwhile.
import type { Line } from "#bench/figures.ts";
import type { Runtime, RuntimeOptions } from "#bench/runtime.ts";
import { machineSpeed } from "./machine-speed.ts";
import { type Better, spreadInWords, spreadOf } from "./spread.ts";

/** Enough to see a spread, few enough for all parts to take minutes. */
export const repetitions = 7;

export type Figure = {
  what: string;
  unit: string;
  digits: number;
  better: Better;
  aim?: string;
};

/** Figures of one repetition, by their names in the part's table. */
export type Measured<Name extends string = string> = Record<Name, number>;

export type Measuring<Name extends string = string> = {
  /** Measures once. Throws when what was asked for was not done. */
  once(): Promise<Measured<Name>>;
  end(): void;
};

/** A part whose figures are times, so that they differ from one repetition to the next. */
export type Repeated<Name extends string = string> = {
  figures: Record<Name, Figure>;
  /** Options of the runtime that the part measures. */
  options?: () => Promise<RuntimeOptions>;
  begin(runtime: Runtime): Promise<Measuring<Name>>;
};

export const machine: Figure = {
  what: "this machine meanwhile: SHA-256 of 8 KB",
  unit: "a second",
  digits: 0,
  better: null,
};

/** The figures of a part, the machine's own speed last. */
export const figuresOf = (part: Repeated): Record<string, Figure> => ({
  ...part.figures,
  machine,
});

/** Measures once, and the machine's speed just before. */
export async function measureOnce({ once }: Measuring): Promise<Measured> {
  const speed = machineSpeed();
  return { ...(await once()), machine: speed };
}

/** Measures a part as often as is usual; one more time before, which warms up. */
export async function repeat(part: Repeated, runtime: Runtime): Promise<Line[]> {
  const measuring = await part.begin(runtime);
  const all: Measured[] = [];
  try {
    await measuring.once();
    while (all.length < repetitions) all.push(await measureOnce(measuring));
  } finally {
    measuring.end();
  }
  return Object.entries(figuresOf(part)).map(
    ([name, { what, unit, digits, aim = "" }]) => ({
      what,
      measured: spreadInWords(spreadOf(valuesOf(all, name)), digits, unit),
      aim,
    }),
  );
}

export const valuesOf = (all: readonly Measured[], name: string): number[] =>
  all.map((measured) => measured[name] ?? Number.NaN);

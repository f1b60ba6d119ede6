// Reads what `npm run simulate` is asked for. Starts nothing.
import { parseArgs } from "node:util";
import { usualAssumptions } from "./model/scenario.ts";
import { latenciesMs, type Settings, targetCounts } from "./rows.ts";

const actions = ["print", "docs", "real", "measure"] as const;

export type Asked = {
  action: (typeof actions)[number];
  targets: readonly number[];
  latencies: readonly number[];
  settings: Settings;
};

/** The settings with which the documents' tables are made. */
export const usualSettings: Settings = {
  minutes: 3,
  seed: 1,
  assumptions: usualAssumptions,
};

/** The flags by the assumptions that they change. */
const flags = {
  databaseTripMs: "database-trip",
  databaseWriteMs: "database-write",
  databaseSlowness: "database-slowness",
  tickLateMs: "tick-late",
  sendMs: "send",
  deliveryMs: "delivery",
  consumers: "consumers",
  changing: "changing",
  spread: "spread",
} as const satisfies Record<keyof Settings["assumptions"], string>;

const text = { type: "string" } as const;

/** Throws a sentence that names the flag when something is not understood. */
export function readOptions(args: readonly string[]): Asked {
  const names = ["targets", "latency", "minutes", "seed", ...Object.values(flags)];
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: Object.fromEntries(names.map((name) => [name, text])),
  });
  const [asked = "print", another] = positionals;
  const action = actions.find((name) => name === asked);
  if (action === undefined || another !== undefined)
    throw new TypeError(`one of ${actions.join(", ")}, not "${another ?? asked}"`);
  const numbersOf = (flag: string): number[] | null =>
    typeof values[flag] === "string"
      ? values[flag].split(",").map((value) => numberOf(flag, value))
      : null;
  const numberAt = (flag: string, usual: number): number => numbersOf(flag)?.[0] ?? usual;
  const assumptions = { ...usualSettings.assumptions };
  for (const [name, flag] of Object.entries(flags) as [keyof typeof flags, string][])
    assumptions[name] = numberAt(flag, assumptions[name]);
  return {
    action,
    targets: numbersOf("targets") ?? targetCounts,
    latencies: numbersOf("latency") ?? latenciesMs,
    settings: {
      minutes: numberAt("minutes", usualSettings.minutes),
      seed: numberAt("seed", usualSettings.seed),
      assumptions,
    },
  };
}

function numberOf(flag: string, value: string): number {
  const number = Number(value);
  if (value === "" || !Number.isFinite(number) || number < 0)
    throw new TypeError(`--${flag}: "${value}" is no number from 0 on`);
  return number;
}

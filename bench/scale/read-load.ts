// Reads which load `npm run bench -- scale` is asked for. Pure.
import type { ParseArgsConfig } from "node:util";
import { type Load, type Way, ways } from "./load.ts";

/** The options of the part, each with what it is unless given. */
export const loadOptions = {
  targets: { type: "string" as const, default: "10000" },
  minutes: { type: "string" as const, default: "10" },
  latency: { type: "string" as const, default: "200" },
  spread: { type: "string" as const, default: "1" },
  way: { type: "string" as const, multiple: true, default: [...ways] as string[] },
} satisfies ParseArgsConfig["options"];

type Given = Record<"targets" | "minutes" | "latency" | "spread", string> & {
  way: readonly string[];
};

export type AskedLoad = { load: Load; ways: Way[] };

/** Gives the load, or says what is wrong. */
export function readLoad(given: Given): AskedLoad | { refuse: string } {
  const { targets, minutes, latency, spread, way } = given;
  const numbers = { targets, minutes, latency, spread };
  const wrong = Object.entries(numbers).find(([, text]) => !/^[1-9]\d{0,5}$/.test(text));
  if (wrong !== undefined)
    return { refuse: `--${wrong[0]}: "${wrong[1]}" is no whole number from 1 to 999999` };
  const unknown = way.find((one) => !isWay(one));
  if (unknown !== undefined)
    return { refuse: `--way: there is no way called "${unknown}": ${ways.join(", ")}` };
  return {
    load: {
      targets: Number(targets),
      minutes: Number(minutes),
      latencyMs: Number(latency),
      spreadS: Number(spread),
    },
    ways: way.filter(isWay),
  };
}

const isWay = (text: string): text is Way => ways.some((way) => way === text);

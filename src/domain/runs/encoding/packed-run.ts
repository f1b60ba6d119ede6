// Packs one run on its own, as base64, in the form of a block's entry.

import type { Run } from "#domain/runs/run.ts";
import { packEntries, unpackEntries } from "./block.ts";

export const packRun = (run: Run): string =>
  packEntries([{ kind: "run", run }], 0, () => undefined).toBase64();

export function unpackRun(text: string): Run {
  const [entry] = unpackEntries(Uint8Array.fromBase64(text), 0);
  if (entry?.kind !== "run") throw new RangeError("these bytes hold no run");
  return entry.run;
}

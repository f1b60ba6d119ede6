// Measures the CPU time that a Worker's JavaScript takes, by a profile of its isolate:
// the samples in which a function or the garbage collector ran. Time in the runtime's own
// code (requests, SQLite) and idle time do not count.
import { median } from "./figures.ts";
import type { Inspector } from "./inspector.ts";

const samplingMicros = 100;

/**
 * In a time between two samples that is longer than so many usual ones the machine did
 * something else.
 */
const longestSample = 2;

type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
};

const notJavaScript = new Set(["(idle)", "(program)", "(root)"]);

export async function startProfiler({ call }: Inspector): Promise<void> {
  await call("Profiler.enable");
  await call("Profiler.setSamplingInterval", { interval: samplingMicros });
}

/** Gives the CPU time of the work, in ms. */
export async function cpuOf(
  { call }: Inspector,
  work: () => Promise<unknown>,
): Promise<number> {
  await call("Profiler.start");
  await work();
  const { profile } = await call<{ profile: Profile }>("Profiler.stop");
  const idle = new Set(
    profile.nodes
      .filter(({ callFrame }) => notJavaScript.has(callFrame.functionName))
      .map(({ id }) => id),
  );
  const micros = profile.timeDeltas.filter((_, i) => !idle.has(profile.samples[i] ?? 0));
  const most = longestSample * median(micros);
  return micros.reduce((sum, delta) => sum + Math.min(delta, most), 0) / 1_000;
}

// Measures how many pages a second a tick checks, beside a bare loop.
import { median, number, timed } from "#bench/figures.ts";
import { earlyInTheMinute } from "#bench/minute.ts";
import { startSite } from "#bench/runtime.ts";
import { noon, type Part, seedTargets } from "./part.ts";

export const checks: Part = async (runtime) => {
  const count = 1_000;
  const rounds = 7;
  const site = await startSite();
  await seedTargets(runtime, { count, site: site.address, dueAt: 0, anchorAt: noon });
  const bare: number[] = [];
  const ticks: number[] = [];
  const cpus: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await earlyInTheMinute(40);
    bare.push(
      await timed(() => runtime.perform({ do: "bare", site: site.address, count })),
    );
    await runtime.perform({ do: "rearm", anchorAt: Date.now() - 1_000 });
    const cpuBefore = runtime.cpuMs();
    ticks.push(await timed(() => runtime.tick()));
    cpus.push(((runtime.cpuMs() ?? Number.NaN) - (cpuBefore ?? 0)) / count);
  }
  site.close();
  const bareRate = (count / median(bare)) * 1000;
  const rate = (count / median(ticks)) * 1000;
  return [
    {
      what: "bare loop: fetch and SHA-256, six at once",
      measured: `${number(bareRate)} pages/s`,
    },
    {
      what: "1,000 due targets, one tick",
      measured: `${number(rate)} checks/s`,
      aim: "2,500 checks/s",
    },
    {
      what: "ratio to the bare loop",
      measured: (rate / bareRate).toFixed(2),
      aim: "0.60",
    },
    {
      what: "CPU of the runtime a check",
      measured: `${median(cpus).toFixed(2)} ms`,
      aim: "0.40 ms",
    },
  ];
};

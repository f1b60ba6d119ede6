// Measures what the screens of incidents and notices cost, and a public status page, with
// few and with many of them stored: what a screen costs must not grow with that.
import type { Line } from "#bench/figures.ts";
import type { Part } from "#bench/parts/part.ts";
import { noon, seedTargets } from "#bench/parts/part.ts";
import type { Runtime } from "#bench/runtime.ts";
import { never } from "#domain/time/instants.ts";
import { measureScreens } from "./measure-screens.ts";
import type { Screen } from "./page-screens.ts";

const targets = 5_000;

/** Incident and notice 1 are the newest; a target of every tenth incident is down. */
const screens: readonly Screen[] = [
  { name: "alerts", path: "/alerts" },
  { name: "incidents", path: "/incidents" },
  { name: "closed incidents", path: "/incidents?open=false" },
  { name: "an incident", path: "/incidents/1-x" },
  { name: "a target with an open incident", path: "/targets/10" },
  { name: "overview", path: "/" },
  { name: "notices", path: "/notices" },
  { name: "notices that were given up", path: "/notices?state=dead" },
  { name: "a notice", path: "/notices/1-y" },
  { name: "channels", path: "/channels" },
  { name: "a channel", path: "/channels/1" },
  { name: "routes", path: "/routes?target=10" },
  { name: "silences", path: "/silences" },
  { name: "maintenance", path: "/maintenance" },
  { name: "status pages", path: "/status-pages" },
  { name: "status page, 50 targets", path: "/status/shop", isOpen: true },
];

export const alertPages: Part = async () => {
  const lines: Line[] = [];
  for (const stored of [
    { incidents: 50, notices: 1_000 },
    { incidents: 5_000, notices: 100_000 },
  ]) {
    const measured = await measureScreens((runtime) => fill(runtime, stored), {
      paints: false,
    });
    const size = `${stored.incidents} incidents`;
    lines.push(...measured.map((line) => ({ ...line, what: `${line.what}, ${size}` })));
  }
  return lines;
};

async function fill(
  runtime: Runtime,
  stored: { incidents: number; notices: number },
): Promise<readonly Screen[]> {
  await seedTargets(runtime, { count: targets, dueAt: never, anchorAt: noon });
  const channelIds: number[] = [];
  for (const name of ["ops", "night"]) {
    const channel = { kind: "webhook", name, url: `https://${name}.example/hook` };
    channelIds.push(JSON.parse(await runtime.call("POST", "/api/channels", channel)).id);
  }
  await runtime.call("PUT", "/api/status-pages/shop", {
    title: "Shop",
    groups: [{ name: "Shop", tags: ["tag7"] }],
  });
  await runtime.perform({ do: "told", ...stored, channelIds, to: Date.now() });
  return screens;
}

// Soaks the project and prints what became of every slot: `npm run soak`, or `npm run soak
// -- real`, `days` or `pings` for one part alone. Exits with 1 when a slot or a ping was
// lost or doubled, or when no run explains a request.
import { parseArgs } from "node:util";
import { soakPings } from "#soak/pings/soak.ts";
import { soakInRealTime } from "#soak/real/soak.ts";
import { onStopSignal, runProgram, stopPrograms } from "../scripts/processes.mjs";
import { root, toolCommand } from "../scripts/tools.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string", default: "30" },
    targets: { type: "string" },
    days: { type: "string", default: "3" },
    "ping-minutes": { type: "string", default: "4" },
    heartbeats: { type: "string", default: "500" },
    rate: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 100_000) },
  },
});
onStopSignal(() => void stopPrograms().then(() => process.exit(130)));
const seed = Number(values.seed);
const wants = (part: string) => positionals.length === 0 || positionals.includes(part);
console.log(`seed ${seed}`);

let holds = true;
if (wants("real")) {
  const targets = Number(values.targets ?? 150);
  holds = await soakInRealTime({ minutes: Number(values.minutes), targets, seed });
}
if (wants("pings")) {
  const pings = {
    minutes: Number(values["ping-minutes"]),
    heartbeats: Number(values.heartbeats),
    rate: Number(values.rate),
    seed,
  };
  holds = (await soakPings(pings)) && holds;
}
if (wants("days")) {
  const soak = {
    days: Number(values.days),
    targets: Number(values.targets ?? 1_000),
    seed,
  };
  const test = "test/soak/days.worker.test.ts";
  const plain = ["--reporter=dot", "--disable-console-intercept"];
  const { code } = await runProgram(
    toolCommand("vitest", ["run", "--project", "worker", test, ...plain]),
    {
      cwd: root,
      env: { ...process.env, JUNKAI_SOAK: JSON.stringify(soak) },
      shown: true,
    },
  );
  holds &&= code === 0;
}
process.exitCode = holds ? 0 : 1;

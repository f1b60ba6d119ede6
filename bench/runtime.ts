// The runtime under measurement: Miniflare driven directly, with the project's Worker and the bench's own beside it
// on one database.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

export type Runtime = {
  /** Has the bench's Worker do something and gives its answer. */
  perform<T>(command: object): Promise<T>;
  /** One tick of the project's own Worker, as cron would trigger it. */
  tick(): Promise<void>;
  /** CPU time the runtime has used so far, in ms; null where it cannot be known. */
  cpuMs(): number | null;
  close(): Promise<void>;
};

const compatibilityDate =
  /compatibility_date = "(.*)"/.exec(readFileSync("wrangler.toml", "utf8"))?.[1] ?? "";

export async function startRuntime(): Promise<Runtime> {
  const common = { modules: true, compatibilityDate, d1Databases: { DB: "bench" } } as const;
  const bindings = { API_TOKEN: "bench", PLAN: "paid", HOST_GAP_MS: "0", ALLOW_PRIVATE_NETWORKS: "true" };
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      handleStructuredLogs: () => {},
      workers: [
        { ...common, name: "bench", script: await bundle("bench/worker.ts"), bindings },
        { ...common, name: "junkai", script: await bundle("src/index.ts"), bindings },
      ],
    }),
  );
  await miniflare.ready;
  const pid = childrenOf(process.pid).find(isWorkerd);
  const junkai = await miniflare.getWorker("junkai");
  const runtime: Runtime = {
    perform: async <T>(command: object) => {
      const response = await miniflare.dispatchFetch("http://bench/", {
        method: "POST",
        body: JSON.stringify(command),
      });
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as T;
    },
    tick: async () => {
      const { outcome } = await junkai.scheduled({ cron: "* * * * *" });
      if (outcome !== "ok") throw new Error(`the tick ended with "${outcome}"`);
    },
    cpuMs: () => (pid === undefined ? null : cpuOf(pid)),
    close: () => miniflare.dispose(),
  };
  await runtime.perform({ do: "migrate", statements: migrations() });
  return runtime;
}

/** Starts the site in a process of its own. */
export async function startSite(): Promise<{ address: string; close: () => void }> {
  const child: ChildProcess = spawn(process.execPath, ["bench/site.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve) => {
    child.stdout?.once("data", (line: Buffer) => resolve(line.toString().trim()));
  });
  return { address, close: () => child.kill() };
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    conditions: ["workerd", "worker", "browser"],
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
  });
  return result.outputFiles[0]?.text ?? "";
}

const migrations = (): string[] =>
  readdirSync("migrations")
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .flatMap((name) => readFileSync(`migrations/${name}`, "utf8").split("--> statement-breakpoint"));

/** Children of a process, by Linux's /proc; none elsewhere. */
function childrenOf(parent: number): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => statOf(pid)?.[1] === String(parent));
  } catch {
    return [];
  }
}

const isWorkerd = (pid: number): boolean => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "workerd";

/** Fields of /proc/<pid>/stat from the third on (proc(5)): state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return null;
  }
}

/** User and system time, fields 14 and 15, in clock ticks of 10 ms. */
function cpuOf(pid: number): number | null {
  const stat = statOf(pid);
  return stat === null ? null : (Number(stat[11]) + Number(stat[12])) * 10;
}

// Starts the runtime under measurement: Miniflare, with the project's Worker and the
// bench's own on one database.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { type Heap, openHeap } from "./heap.ts";

export type Runtime = {
  /** Has the bench's Worker do a command, and gives that Worker's answer. */
  perform<T>(command: object): Promise<T>;
  /**
   * Calls the API of the project's own Worker and gives the answer's text. Throws unless
   * the status is 2xx.
   */
  call(method: string, path: string, document?: object): Promise<string>;
  /** Sends a request to the project's own Worker; any answer will do. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Makes one tick of the project's own Worker, as cron would trigger it. */
  tick(): Promise<void>;
  /** CPU time the runtime has used so far, in ms; null where it cannot be known. */
  cpuMs(): number | null;
  /**
   * The runtime's resident memory, in bytes: now, and at most so far; null where it
   * cannot be known.
   */
  memory(): Memory | null;
  /** The heap of the project's own Worker; null without an inspector. */
  heap: Heap | null;
  close(): Promise<void>;
};

export type Memory = { resident: number; peak: number };

const compatibilityDate =
  /compatibility_date = "(.*)"/.exec(readFileSync("wrangler.toml", "utf8"))?.[1] ?? "";

/**
 * Ends the runtime when a Worker's objects take more (V8's own flag). The platform allows
 * an isolate 128 MB, buffers included; locally nothing limits these.
 */
const heapLimit = "--max-old-space-size=128";

/**
 * Starts a runtime. With `inspectorPort` it is slower, shows its heap, and ends when that
 * is larger than the platform allows.
 */
export async function startRuntime(inspectorPort?: number): Promise<Runtime> {
  process.env.MINIFLARE_WORKERD_V8_FLAGS = inspectorPort ? heapLimit : "";
  const miniflare = new Miniflare(await workers(inspectorPort));
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
    call: async (method, path, document) => {
      const response = await junkai.fetch(`http://junkai${path}`, {
        method,
        headers: {
          authorization: "Bearer bench",
          ...(document && { "content-type": "application/json" }),
        },
        ...(document && { body: JSON.stringify(document) }),
      });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      return text;
    },
    fetch: async (url, init) =>
      (await junkai.fetch(url, init as never)) as unknown as Response,
    tick: async () => {
      const { outcome } = await junkai.scheduled({ cron: "* * * * *" });
      if (outcome !== "ok") throw new Error(`the tick ended with "${outcome}"`);
    },
    cpuMs: () => (pid === undefined ? null : cpuOf(pid)),
    heap: inspectorPort ? await openHeap(inspectorPort, "junkai") : null,
    memory: () => (pid === undefined ? null : memoryOf(pid)),
    close: async () => {
      runtime.heap?.close();
      await miniflare.dispose();
    },
  };
  await runtime.perform({ do: "migrate", statements: migrations() });
  return runtime;
}

/** The project's Worker and the bench's own, with one database. */
async function workers(inspectorPort: number | undefined) {
  const common = {
    modules: true,
    compatibilityDate,
    d1Databases: { DB: "bench" },
  } as const;
  const bindings = {
    API_TOKEN: "bench",
    PLAN: "paid",
    HOST_GAP_MS: "0",
    ALLOW_PRIVATE_NETWORKS: "true",
  };
  return convertV4MiniflareOptions({
    handleStructuredLogs: () => {},
    ...(inspectorPort && { inspectorPort }),
    workers: [
      { ...common, name: "bench", script: await bundle("bench/worker.ts"), bindings },
      { ...common, name: "junkai", script: await bundle("src/index.ts"), bindings },
    ],
  });
}

export type Site = { address: string; close: () => void };

/** Starts a site in a process of its own. */
export async function startSite(
  program = "bench/sites/plain-site.ts",
  ...args: string[]
): Promise<Site> {
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (line: Buffer) => resolve(line.toString().trim()));
    child.once("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
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
    .flatMap((name) =>
      readFileSync(`migrations/${name}`, "utf8").split("--> statement-breakpoint"),
    );

/** The children of a process, as Linux's /proc lists them; none on other systems. */
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

const isWorkerd = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "workerd";

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

/** VmRSS and VmHWM of /proc/<pid>/status, which has them in kB (proc(5)). */
function memoryOf(pid: number): Memory | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const bytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) * 1024;
    return { resident: bytes("VmRSS"), peak: bytes("VmHWM") };
  } catch {
    return null;
  }
}

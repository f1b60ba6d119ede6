// Starts the runtime under measurement: Miniflare, with the project's Worker and the
// bench's own on one database.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare, type V4WorkerOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions as readWranglerOptions } from "wrangler";
import { queueOf } from "#bench/scale/local-queue.ts";
import { type Heap, openHeap } from "./heap.ts";
import { cpuOf, type Memory, memoryOf, runtimeOf } from "./process-figures.ts";

/** Where this checkout is. */
export const here = fileURLToPath(new URL("..", import.meta.url).href);

export type Runtime = {
  /** Has the bench's Worker do a command, and gives that Worker's answer. */
  perform<T>(command: object): Promise<T>;
  /**
   * Calls the API of the project's own Worker and gives the answer's text. Throws unless
   * the status is 2xx.
   */
  call(method: string, path: string, document?: object): Promise<string>;
  /** Where the runtime listens: pages of the project's own Worker, and its assets. */
  origin: string;
  /** Sends a request to the project's own Worker; any answer will do. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** The ports at which the Workers answer by themselves, if they do. */
  direct: RuntimeOptions["direct"];
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

/**
 * Ends the runtime when a Worker's objects take more (V8's own flag). The platform allows
 * an isolate 128 MB, buffers included; locally nothing limits these.
 */
const heapLimit = "--max-old-space-size=128";

export type RuntimeOptions = {
  /** The checkout whose Workers and migrations these are; this one unless given. */
  root?: string;
  /**
   * With an inspector the runtime is slower, shows its heap, and ends when that is larger
   * than the platform allows.
   */
  inspectorPort?: number;
  /** Any free port unless given. */
  port?: number;
  /**
   * Ports at which the Workers answer by themselves: without Miniflare's proxy in front of
   * them, and without assets.
   */
  direct?: { junkai: number; bench: number };
  /** Where the database is kept; nowhere unless given. */
  state?: { folder: string; isNew: boolean };
  /** Whether callers are limited as in a deployment. */
  isLimited?: boolean;
  /** Variables of the deployment, besides those that the bench sets. */
  vars?: Record<string, string>;
  /** The project's Worker, unless it is to be another one that serves the same. */
  entry?: string;
  /** Has rounds go through a local queue. */
  queue?: Parameters<typeof queueOf>[0];
  /** Hears the lines of the log. */
  onLog?: (line: string) => void;
  /** The Worker that does commands; the bench's unless given. */
  program?: string;
};

export async function startRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const { inspectorPort, root = here, direct } = options;
  const { buildAssets } = (await import(
    pathToFileURL(join(root, "scripts/build-assets.mjs")).href
  )) as typeof import("../scripts/build-assets.mjs");
  await buildAssets();
  process.env.MINIFLARE_WORKERD_V8_FLAGS = inspectorPort ? heapLimit : "";
  const miniflare = new Miniflare(await workers(options));
  const { origin } = await miniflare.ready;
  const pid = runtimeOf(process.pid);
  const bench = await miniflare.getWorker("bench");
  const junkai = await miniflare.getWorker("junkai");
  const runtime: Runtime = {
    origin,
    direct,
    perform: async <T>(command: object) => {
      const response = await bench.fetch("http://bench/", {
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
  if (options.state?.isNew ?? true)
    await runtime.perform({ do: "migrate", statements: migrations(root) });
  return runtime;
}

/** Has wrangler leave .dev.vars alone, by a file that is not there. */
const withoutVars = { overrides: {}, envFiles: ["no.vars"] };

/** What wrangler.toml says, in the words of Miniflare. */
const readWranglerConfig = (root: string) =>
  readWranglerOptions(join(root, "wrangler.toml"), undefined, withoutVars)
    .workerOptions as Pick<V4WorkerOptions, "assets" | "ratelimits"> & {
    compatibilityDate: string;
  };

/**
 * The project's Worker, with assets as wrangler.toml has them, and the bench's own. They
 * have one database.
 */
async function workers(options: RuntimeOptions) {
  const {
    inspectorPort,
    port,
    direct,
    state,
    isLimited = false,
    vars,
    onLog = () => {},
  } = options;
  const { root = here, entry = "src/index.ts", queue } = options;
  const { program = "bench/worker.ts" } = options;
  const { compatibilityDate, ratelimits, assets } = readWranglerConfig(root);
  const common = {
    modules: true,
    compatibilityDate,
    d1Databases: { DB: "bench" },
    bindings: {
      API_TOKEN: "bench",
      PLAN: "paid",
      HOST_GAP_MS: "0",
      ALLOW_PRIVATE_NETWORKS: "true",
      ...vars,
    },
  } as const;
  return convertV4MiniflareOptions({
    handleStructuredLogs: ({ message }) => onLog(message),
    host: "127.0.0.1",
    ...(port && { port }),
    ...(inspectorPort && { inspectorPort }),
    ...(state && { resourcePersistencePath: state.folder }),
    workers: [
      {
        ...common,
        name: "junkai",
        script: await bundle(root, entry),
        ...queueOf(queue, common.bindings),
        ...(isLimited && ratelimits && { ratelimits }),
        ...(direct ? directAt(direct.junkai) : assets && { assets }),
      },
      {
        ...common,
        name: "bench",
        script: await bundle(root, program),
        ...(direct && directAt(direct.bench)),
      },
    ],
  });
}

const directAt = (port: number) => ({
  unsafeDirectSockets: [{ host: "127.0.0.1", port }],
});

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
  const close = () => void child.kill();
  process.once("exit", close);
  return {
    address,
    close: () => {
      process.off("exit", close);
      close();
    },
  };
}

async function bundle(root: string, entry: string): Promise<string> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    external: ["cloudflare:*"],
    write: false,
    format: "esm",
    target: "esnext",
    conditions: ["workerd", "worker", "browser"],
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
  });
  return result.outputFiles[0]?.text ?? "";
}

const migrations = (root: string): string[] =>
  readdirSync(join(root, "migrations"))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => readFileSync(join(root, "migrations", name), "utf8"))
    .flatMap((text) => text.split("--> statement-breakpoint"));

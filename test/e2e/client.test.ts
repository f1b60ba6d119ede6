// Tests that programs can use the API from its description alone: a validator and a
// linter find nothing, and a client that is generated from it compiles and works.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { transform } from "esbuild";
import { generateApi } from "swagger-typescript-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Runtime, startRuntime } from "#bench/runtime.ts";

const root = join(import.meta.dirname, "../..");

let runtime: Runtime;
let description: string;

beforeAll(async () => {
  runtime = await startRuntime();
  description = await runtime.call("GET", "/openapi.json");
});
afterAll(async () => {
  await runtime.close();
});

test("a validator of OpenAPI 3.1 finds nothing", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(description));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("a linter finds nothing", async () => {
  const config = await createConfig({
    extends: ["recommended-strict"],
    rules: {
      // The server is whichever was asked.
      "no-server-example.com": "off",
      // A number is no key, so `by-key` is no id.
      "no-ambiguous-paths": "off",
    },
  });
  const found = await lintFromString({ source: description, config });
  expect(
    found.map(({ ruleId, message, location: [place] }) => [
      ruleId,
      message,
      place?.pointer,
    ]),
  ).toEqual([]);
});

/** What somebody writes who has the generated client. */
const program = `
import { Api } from "./client.ts";

export async function use(fetch: typeof globalThis.fetch) {
  const api = new Api({
    baseUrl: "http://junkai",
    customFetch: fetch,
    baseApiParams: { headers: { authorization: "Bearer bench" } },
  });
  const { data: created } = await api.api.createTarget({
    url: "https://example.com/",
    key: "home",
    schedule: { every: "1m" },
  });
  const { data: beat } = await api.api.createTarget({
    kind: "heartbeat",
    name: "backup",
    heartbeat: { grace: "5m" },
  });
  const graceOfBeat: string | undefined = beat.heartbeat?.grace;
  const { data: changed } = await api.api.updateTarget(String(created.id), { tags: ["web"] });
  const { data: list } = await api.api.listTargets({ tag: ["web"] });
  const { data: runs } = await api.api.listTargetRuns("home", { limit: 5 });
  const { data: job } = await api.api.getJob("crawl");
  const refused = await api.api.createTarget({ url: "ftp://example.com/" }).catch((e) => e);
  const grace: string = created.schedule.grace;
  return {
    grace,
    beat: [beat.url, graceOfBeat, beat.pingUrl?.length],
    tags: changed.tags,
    found: list.items.map(({ key }) => key),
    runs: runs.items.length,
    job: job.name,
    refused: refused.error.errors,
  };
}
`;

test("a generated client compiles, takes half a document, and works", async () => {
  const folder = await mkdtemp(join(root, "node_modules/.client-"));
  try {
    const { files } = await generateApi({
      spec: JSON.parse(description),
      output: false,
      silent: true,
    });
    const client = files[0]?.fileContent ?? "";
    await writeFile(join(folder, "client.ts"), client);
    await writeFile(join(folder, "program.ts"), program);
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: "esnext",
          module: "esnext",
          moduleResolution: "bundler",
          allowImportingTsExtensions: true,
          lib: ["esnext", "dom", "dom.iterable"],
          types: [],
        },
        files: ["program.ts"],
      }),
    );
    const tsc = join(root, "node_modules/.bin/tsc");
    await promisify(execFile)(tsc, ["-p", folder]);
    for (const [name, source] of [
      ["client", client],
      ["program", program.replace("./client.ts", "./client.mjs")],
    ] as const) {
      const { code } = await transform(source, { loader: "ts" });
      await writeFile(join(folder, `${name}.mjs`), code);
    }
    const { use } = await import(pathToFileURL(join(folder, "program.mjs")).href);
    expect(await use(runtime.fetch)).toEqual({
      grace: "1m",
      beat: [null, "5m", "http://junkai/ping/".length + 36],
      tags: ["web"],
      found: ["home"],
      runs: 0,
      job: "crawl",
      refused: [
        {
          pointer: "/url",
          detail:
            "This address cannot be fetched: only http and https are fetched, not ftp.",
        },
      ],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

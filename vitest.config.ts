import { availableParallelism } from "node:os";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { buildAssets } from "./scripts/build-assets.mjs";

/** One more than cores: the tests of whole programs wait for minutes to pass. */
const maxWorkers = availableParallelism() + 1;

/**
 * Files share a process, and modules that were loaded: that takes a second less a file.
 * No module keeps anything from one test to the next.
 */
const isolate = false;

/** `npm run test:long` tries all scenarios of a property, not only some. */
const allScenarios = process.env.JUNKAI_TEST_LONG === "1";

/** `npm run soak` says how long it is to go on. */
const soak = process.env.JUNKAI_SOAK ? JSON.parse(process.env.JUNKAI_SOAK) : null;

const provide = { allScenarios, soak };

// The Worker imports the names of what browsers load.
await buildAssets();

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/browser/**", "test/**/*.worker.test.ts"],
          isolate,
          provide,
          // A property's thousand scenarios take a second, all of them take twenty, and
          // each of them five times as long when others are busy.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "browser",
          // After the others: browsers would take the time that whole programs promise.
          sequence: { groupOrder: 1 },
          // They mostly wait: for servers to start, and for rounds in real time.
          maxWorkers: 2 * availableParallelism(),
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/fixtures/browser/setup.ts"],
          // A file's first test waits until its server, browser and contents are there.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: { TEST_MIGRATIONS: await readD1Migrations("./migrations") },
              r2Buckets: ["CONTENTS"],
            },
          })),
        ],
        test: {
          name: "worker",
          include: ["test/**/*.worker.test.ts"],
          globalSetup: ["test/fixtures/net/site.ts"],
          setupFiles: ["test/fixtures/database.ts"],
          isolate,
          provide,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

// Checks that the configuration with queues is the usual one, and binds them.
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { unstable_readConfig as readConfig } from "wrangler";
import { writeQueuesConfig } from "../../scripts/queues-config.mjs";

const file = await writeQueuesConfig();
afterAll(() => rm(file));

type Named = { binding: string; queue: string };

it("has both queues, each with its consumer and the one of its dead letters", () => {
  const { queues } = readConfig({ config: file });
  expect(queues.producers?.map(({ binding, queue }: Named) => [binding, queue])).toEqual([
    ["ROUND_QUEUE", "junkai-rounds"],
    ["CRAWL_QUEUE", "junkai-crawls"],
  ]);
  const ofWork = { max_batch_size: 1, max_retries: 3 };
  const ofDead = { max_batch_size: 100, max_retries: 100, retry_delay: 60 };
  expect(queues.consumers).toEqual([
    { queue: "junkai-rounds", ...ofWork, dead_letter_queue: "junkai-rounds-dead" },
    { queue: "junkai-rounds-dead", ...ofDead },
    { queue: "junkai-crawls", ...ofWork, dead_letter_queue: "junkai-crawls-dead" },
    { queue: "junkai-crawls-dead", ...ofDead },
  ]);
});

it("is the usual configuration else, with messages beside each other", () => {
  const {
    queues: _,
    configPath: __,
    userConfigPath: ___,
    ...withQueues
  } = readConfig({
    config: file,
  });
  const {
    queues,
    configPath: ____,
    userConfigPath: _____,
    ...usual
  } = readConfig({
    config: "wrangler.toml",
  });
  expect(queues).toEqual({ producers: [], consumers: [] });
  expect(withQueues).toEqual({
    ...usual,
    main: resolve("scripts/local-worker.ts"),
    compatibility_flags: ["queue_consumer_no_wait_for_wait_until"],
  });
});

// Tests the entry that serves the messages of local queues.
import {
  createExecutionContext,
  createMessageBatch,
  waitOnExecutionContext,
} from "cloudflare:test";
import { beforeEach, expect, it } from "vitest";
import { bindings } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import local from "../../../scripts/local-worker.ts";

beforeEach(emptyDatabase);

it("a local message is served by the time its invocation ends, and keeps no other waiting", async () => {
  const message = { id: "1", timestamp: new Date(), attempts: 1, body: { shards: [1] } };
  const batch = createMessageBatch<{ shards: number[] }>("junkai-rounds", [message]);
  let acknowledged = 0;
  for (const one of batch.messages) one.ack = () => void acknowledged++;
  const context = createExecutionContext();
  expect(local.queue(batch, bindings, context)).toBeUndefined();
  expect(acknowledged).toBe(0);
  await waitOnExecutionContext(context);
  expect(acknowledged).toBe(1);
});

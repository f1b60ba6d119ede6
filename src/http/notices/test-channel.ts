// Sends a channel a message to see whether it works, and keeps what it answers.
import type { Deps } from "#deps";
import { testMessage } from "#domain/notices/test-message.ts";
import { sendToChannel } from "#jobs/notices/send-to-channel.ts";
import {
  type Channel,
  keepAnswer,
  keepConfig,
  type LastAnswer,
} from "#store/notices/channels.ts";

export async function testChannel(deps: Deps, channel: Channel): Promise<LastAnswer> {
  const { db, clock, settings } = deps;
  const message = testMessage({
    id: `test.${deps.newToken()}`,
    channel: channel.name,
    language: channel.language,
    template: channel.template,
    baseUrl: settings.publicUrl,
    zone: settings.zone,
    now: clock.now(),
  });
  const { receipt, status, config } = await sendToChannel(deps, channel, message);
  const answer: LastAnswer = {
    at: clock.now(),
    isTest: true,
    outcome: receipt.outcome,
    status,
    why: receipt.outcome === "sent" ? null : receipt.why,
  };
  await db.batch([
    keepAnswer(channel.id, answer),
    ...(config === null ? [] : [keepConfig(channel.id, config)]),
  ]);
  return answer;
}

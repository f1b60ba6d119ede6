// Calls the API of a server that may be killed at any moment, until it answers.
import { setTimeout as sleep } from "node:timers/promises";

export type Call = (
  method: string,
  path: string,
  document?: object,
) => Promise<{
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
  body: any;
  /** When the first of the requests was sent, and when one was answered. */
  sentAt: number;
  answeredAt: number;
}>;

export function createCall(origin: string): Call {
  return async (method, path, document) => {
    const sentAt = Date.now();
    for (;;) {
      const answer = await fetch(`${origin}/api${path}`, {
        method,
        headers: {
          authorization: "Bearer dev",
          ...(document && { "content-type": "application/json" }),
        },
        signal: AbortSignal.timeout(20_000),
        ...(document && { body: JSON.stringify(document) }),
      }).then(
        async (response) => ({ status: response.status, text: await response.text() }),
        () => null,
      );
      const answeredAt = Date.now();
      // 429: one address may call 600 times a minute.
      const isFinal = answer !== null && answer.status !== 429 && answer.status < 500;
      // What a lost answer has deleted is gone.
      if (isFinal && answer.status >= 400 && method !== "DELETE")
        throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      if (isFinal)
        return {
          body: answer.text === "" ? null : JSON.parse(answer.text),
          sentAt,
          answeredAt,
        };
      await sleep(2_000);
    }
  };
}

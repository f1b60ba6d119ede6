// Limits the time of sending. Never rejects.
import type { ChannelFault } from "#domain/notices/channels/channel-kind.ts";
import type { Clock } from "#domain/time/clock.ts";

/**
 * What `send` gives, or a fault when that takes longer. Its signal aborts then; it may
 * ignore that.
 */
export async function within<Answer>(
  clock: Clock,
  limitMs: number,
  send: (signal: AbortSignal) => Promise<Answer | ChannelFault>,
): Promise<Answer | ChannelFault> {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<Answer | ChannelFault>();
  const callOff = clock.after(limitMs, () => {
    const why = `No answer came within ${limitMs / 1_000} s; it may have been taken.`;
    resolve({ fault: "timeout", why });
    controller.abort();
  });
  // What was thrown may quote an address or a header, which are secret.
  const broken: ChannelFault = { fault: "connect", why: "Sending broke off." };
  send(controller.signal).then(resolve, () => resolve(broken));
  const answer = await promise;
  callOff();
  return answer;
}

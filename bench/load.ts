// Sends many requests over connections that stay open, a few at once.
import { Agent, request } from "node:http";

export type Sending = { url: string; body?: string };

/** Gives the status of the answer. */
export const post = (agent: Agent, { url, body = "" }: Sending): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: "POST" }, (answer) => {
      answer.once("error", reject).once("end", () => resolve(answer.statusCode ?? 0));
      answer.resume();
    });
    sent.once("error", reject).end(body);
  });

/**
 * Sends `count` requests, `atOnce` of them at a time. Gives how many requests had each
 * status.
 */
export async function sendMany(
  count: number,
  atOnce: number,
  sendingOf: (number: number) => Sending,
): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const counts = new Map<number, number>();
  let next = 0;
  const sender = async () => {
    while (next < count) {
      const status = await post(agent, sendingOf(next++));
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sender));
  agent.destroy();
  return counts;
}

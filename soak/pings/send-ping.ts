// Sends pings over connections that stay open. Some are given up before their answer, as
// clients do that wait for no longer: the Worker's invocation then ends where it stands.
import { Agent, request } from "node:http";

export type SentPing = {
  url: string;
  body: string;
  /** The address that it seems to come from: one may send 600 requests a minute. */
  from: string;
  /** When it is given up; null for after its time limit. */
  giveUpMs: number | null;
};

const limitMs = 10_000;

export function createSender() {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    /** Gives the status of the answer; null where there was none. */
    send: ({ url, body, from, giveUpMs }: SentPing): Promise<number | null> =>
      new Promise((resolve) => {
        const headers = { "cf-connecting-ip": from };
        const sent = request(url, { agent, method: "POST", headers }, (answer) => {
          answer
            .once("end", () => settle(answer.statusCode ?? null))
            .once("error", () => settle(null))
            .resume();
        });
        const timer = setTimeout(() => sent.destroy(), giveUpMs ?? limitMs);
        const settle = (status: number | null) => {
          clearTimeout(timer);
          resolve(status);
        };
        sent
          .once("error", () => settle(null))
          .once("close", () => settle(null))
          .end(body);
      }),
    close: () => agent.destroy(),
  };
}

export type Sender = ReturnType<typeof createSender>;

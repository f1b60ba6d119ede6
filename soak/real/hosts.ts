// Serves the pages that the soak's targets watch, and notes when each was asked for.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Chance } from "#soak/chance.ts";

export type Manner = "well" | "slow" | "failing" | "redirecting" | "patient" | "site";

export type Hosts = {
  /** The address of a target's page. */
  addressOf(target: number, manner: Manner): string;
  /** When a target's page was asked for; pages behind redirects do not count. */
  seenOf(target: number): readonly number[];
  total(): number;
  close(): void;
};

/**
 * Requests to one host keep a distance in time, and one that asks for patience is left
 * alone as a whole.
 */
const hostCount = 8;

export async function startHosts(chance: Chance): Promise<Hosts> {
  const seen = new Map<number, number[]>();
  let total = 0;
  const server = () =>
    createServer((request, response) => {
      const [, manner = "", target = "", rest] = (request.url ?? "").split("/");
      total += 1;
      // Crawls also ask for robots.txt, which is no target's page.
      if (target !== "" && rest === undefined) {
        const times = seen.get(Number(target)) ?? [];
        seen.set(Number(target), times);
        times.push(Date.now());
      }
      answer(manner, { rest: rest ?? null, target }, response, chance);
    });
  const servers = Array.from({ length: hostCount }, server);
  const origins = await Promise.all(
    servers.map(
      (one) =>
        new Promise<string>((resolve) =>
          one.listen(0, "127.0.0.1", () =>
            resolve(`http://127.0.0.1:${(one.address() as AddressInfo).port}`),
          ),
        ),
    ),
  );
  return {
    addressOf: (target, manner) => {
      // The last host is for those that ask for patience.
      const index = manner === "patient" ? hostCount - 1 : target % (hostCount - 1);
      return `${origins[index]}/${manner}/${target}`;
    },
    seenOf: (target) => seen.get(target) ?? [],
    total: () => total,
    close: () => {
      for (const one of servers) {
        one.closeAllConnections();
        one.close();
      }
    },
  };
}

type Page = { target: string; rest: string | null };

function answer(
  manner: string,
  { target, rest }: Page,
  response: ServerResponse,
  chance: Chance,
): void {
  const reply = (status: number, body: string, headers: Record<string, string> = {}) =>
    response.writeHead(status, { "content-type": "text/html", ...headers }).end(body);
  const page = `<!doctype html><title>Page ${target}</title><p>${Date.now() >> 16}`;
  if (manner === "slow") setTimeout(() => reply(200, page), chance.between(200, 4_000));
  else if (manner === "failing" && chance.next() < 0.7) reply(500, "");
  else if (manner === "redirecting" && rest === null)
    reply(302, "", { location: `/redirecting/${target}/end` });
  else if (manner === "patient" && chance.next() < 0.05)
    reply(503, "", { "retry-after": String(chance.between(2, 20)) });
  else if (manner === "site" && rest === null) reply(200, `${page}${links(target)}`);
  else reply(200, page);
}

const links = (target: string): string =>
  Array.from({ length: 9 }, (_, i) => `<a href="/site/${target}/${i}">${i}</a>`).join("");

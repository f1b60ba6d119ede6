// Serves small pages on loopback, each after a time of its own, as a process of its own:
// `node slow-site.ts MEAN SPREAD`. Prints its address. /arrivals tells when requests for
// pages came, epoch ms.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLatencies } from "#simulate/model/latencies.ts";
import { createChance } from "#soak/chance.ts";

const [meanMs = 0, spread = 0] = process.argv.slice(2).map(Number);
const latency = createLatencies(createChance(2), meanMs, spread);
const arrivals: number[] = [];

const server = createServer((request, response) => {
  if (request.url === "/arrivals") return void response.end(JSON.stringify(arrivals));
  arrivals.push(Date.now());
  setTimeout(() => response.end("A page that takes its time."), latency());
});

server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

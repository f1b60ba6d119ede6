// Serves pages of 8 KB on loopback, as a process of its own, so many ms after they were
// asked for as its argument says. Prints the site's address.
// From a request for /answer-with/<status> on, all pages have that status. /served says how
// many requests for pages there were.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const filler = "All work and no play makes a dull page. ".repeat(210);

const latencyMs = Number(process.argv[2] ?? 0);

let status = 200;
let served = 0;

const server = createServer((request, response) => {
  if (request.url === "/served") return void response.end(String(served));
  if (request.url?.startsWith("/page/")) served += 1;
  status = Number(/^\/answer-with\/(\d+)$/.exec(request.url ?? "")?.[1] ?? status);
  const page = Buffer.from(
    `<!doctype html><title>${request.url}</title><p>${filler}`.slice(0, 8_192),
  );
  const answer = () => {
    response.writeHead(status, {
      "content-type": "text/html",
      "content-length": page.length,
    });
    response.end(page);
  };
  if (latencyMs > 0) setTimeout(answer, latencyMs);
  else answer();
});

server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

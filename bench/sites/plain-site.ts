// Serves pages of 8 KB on loopback, as a process of its own. Prints the site's address.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const filler = "All work and no play makes a dull page. ".repeat(210);

const server = createServer((request, response) => {
  const page = Buffer.from(
    `<!doctype html><title>${request.url}</title><p>${filler}`.slice(0, 8_192),
  );
  response.writeHead(200, { "content-type": "text/html", "content-length": page.length });
  response.end(page);
});

server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

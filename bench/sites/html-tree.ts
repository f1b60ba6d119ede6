// Serves a folder of documents as a small web server does, and notes which HTML pages it
// served. Lists no folders.
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".xml": "application/xml",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".py": "text/x-python",
  ".gz": "application/gzip",
};

type HtmlTree = {
  address: string;
  /** The URLs of the HTML pages that were given out since the last call. */
  takeServed(): Set<string>;
  close(): void;
};

export async function serveTree(root: string): Promise<HtmlTree> {
  let served = new Set<string>();
  const server = createServer((request, response) => {
    const url = new URL(`http://127.0.0.1${request.url}`);
    const found = find(root, url);
    if (found === null) return refuse(response);
    if (found.kind === "folder")
      return redirect(response, `${url.pathname}/${url.search}`);
    const isPage = answerFile(found.path, request, response);
    if (isPage) served.add(new URL(request.url ?? "/", address()).href);
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: address(),
    takeServed: () => {
      const taken = served;
      served = new Set();
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

type Found = { kind: "file"; path: string } | { kind: "folder" };

/**
 * Finds what a URL stands for; a URL with a slash at its end is the index of a folder.
 * Finds nothing outside the root.
 */
function find(root: string, url: URL): Found | null {
  const path = decodedPath(url);
  const wanted =
    path === null ? null : join(root, path, path.endsWith("/") ? "index.html" : "");
  if (wanted === null || !wanted.startsWith(root + sep)) return null;
  const stat = statSync(wanted, { throwIfNoEntry: false });
  if (stat?.isFile()) return { kind: "file", path: wanted };
  return stat?.isDirectory() ? { kind: "folder" } : null;
}

function decodedPath(url: URL): string | null {
  try {
    const path = decodeURIComponent(url.pathname);
    return path.includes("\0") ? null : path;
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(301, { location, "content-length": 0 }).end();
}

/** Gives whether the answer was a whole HTML page with status 200. */
function answerFile(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const body = readFileSync(path);
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`;
  const modified = Math.floor(statSync(path).mtimeMs / 1_000) * 1_000;
  const validators = { etag, "last-modified": new Date(modified).toUTCString() };
  if (isKnown(request, etag, modified)) {
    response.writeHead(304, validators).end();
    return false;
  }
  const type = types[extname(path)] ?? "application/octet-stream";
  response
    .writeHead(200, {
      ...validators,
      "content-type": type,
      "content-length": body.length,
    })
    .end(body);
  return request.method === "GET" && type.startsWith("text/html");
}

/**
 * Whether the client has the current file (RFC 9110 section 13.2.2): If-Modified-Since
 * counts only without If-None-Match, which compares weakly.
 */
function isKnown({ headers }: IncomingMessage, etag: string, modified: number): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined)
    return tags.split(",").some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()));
  return Date.parse(headers["if-modified-since"] ?? "") >= modified;
}

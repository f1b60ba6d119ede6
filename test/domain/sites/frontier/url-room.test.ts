import { expect, it } from "vitest";
import {
  createFrontier,
  type Frontier,
  findUrl,
} from "#domain/sites/frontier/frontier.ts";
import { createUrlRoom } from "#domain/sites/frontier/url-room.ts";

const limits = { maxDepth: 9, maxPages: 99, maxQueryVariants: 9 };
const nothing = { hashes: [], variants: [], queue: [], position: 0 };
const finding = { depth: 1, kind: "page", hops: 0 } as const;

function frontierOf(urls: number, maxUrls = 1_000): Frontier {
  const frontier = createFrontier({ ...limits, maxUrls }, nothing);
  for (let i = 0; i < urls; i++) findUrl(frontier, `https://a.example/${i}`, finding);
  return frontier;
}

it("a further crawl has the room that the others leave", () => {
  const room = createUrlRoom(50);
  const large = frontierOf(45);
  expect(room.left()).toBeGreaterThan(1e9);
  room.enter(large);
  expect([room.left(), room.fits()]).toEqual([5, true]);
  const small = frontierOf(6);
  room.enter(small);
  expect(room.fits()).toBe(false);
  room.leave(small);
  expect(room.fits()).toBe(true);
});

it("one crawl alone goes on, however large its site", () => {
  const room = createUrlRoom(50);
  room.enter(frontierOf(60));
  expect(room.fits()).toBe(true);
});

it("a site has no more URLs than it may have, and its old ones stay known", () => {
  const frontier = frontierOf(5, 5);
  expect(findUrl(frontier, "https://a.example/new", finding)).toBe("urls");
  expect(findUrl(frontier, "https://a.example/3", finding)).toBe(3);
});

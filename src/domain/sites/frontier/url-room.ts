// Shares among the crawls of an invocation the memory that the URLs of their sites take.
import { type Frontier, mostUrls } from "./frontier.ts";

export type UrlRoom = {
  /** How many URLs a further crawl's site may have. Any, where there is no other. */
  left(): number;
  /** Whether the crawls may all go on. One alone always may. */
  fits(): boolean;
  enter(frontier: Frontier): void;
  leave(frontier: Frontier): void;
};

/** All crawls together have room for one site that is as large as a site may be. */
export function createUrlRoom(most = mostUrls): UrlRoom {
  const frontiers = new Set<Frontier>();
  const held = () => [...frontiers].reduce((sum, { index }) => sum + index.size, 0);
  return {
    left: () => (frontiers.size === 0 ? Number.MAX_SAFE_INTEGER : most - held()),
    fits: () => frontiers.size <= 1 || held() <= most,
    enter: (frontier) => void frontiers.add(frontier),
    leave: (frontier) => void frontiers.delete(frontier),
  };
}

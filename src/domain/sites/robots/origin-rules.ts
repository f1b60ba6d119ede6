// Names what is known of an origin's robots.txt, and until when that holds.
import type { Failure } from "#domain/runs/failure.ts";
import type { Robots } from "./robots.ts";

/** An origin's rules, or why nobody knows them. `expiresAt` is epoch ms. */
export type OriginRules =
  | { rules: Robots; expiresAt: number }
  | { unavailable: Failure; expiresAt: number };

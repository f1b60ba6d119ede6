// Tries a change again while other requests are faster.
import { Problem } from "#http/problem.ts";

/**
 * How often a change is tried. Each try takes five statements at most, and the free plan
 * gives a request 50.
 */
const mostTries = 8;

/**
 * Tries until `attempt` gives something; null means that another request was faster. An
 * attempt checks what its request expects, so one with If-Match is refused instead.
 */
export async function tryWhileOvertaken<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < mostTries; tries++) {
    const outcome = await attempt();
    if (outcome !== null) return outcome;
  }
  const detail = `Other requests changed this ${mostTries} times meanwhile; try again.`;
  throw new Problem("conflict", detail);
}

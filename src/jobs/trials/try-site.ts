// Trying out a site: what robots.txt says of its start, how that answers, and what a
// crawl would make of its links. Follows none of them.
import type { Deps } from "#deps";
import { connections } from "#domain/budget.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { type Fetched, judge, type Verdict } from "#domain/runs/judge.ts";
import { createLinkPolicy } from "#domain/sites/links/link-policy.ts";
import { normaliseUrl } from "#domain/sites/links/normalise-url.ts";
import { refusals } from "#domain/sites/links/refusal.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { headersFor, silence } from "#jobs/sites/ask-page.ts";
import { createHostPaces } from "#jobs/sites/host-paces.ts";
import { createSiteRobots } from "#jobs/sites/site-robots.ts";
import { type Visit, visit } from "#jobs/sites/visit.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import type { Tell } from "./trial-steps.ts";

/** Links shown; a page may have thousands. */
const shownLinks = 50;

/** Visits the start as a crawl would, told step by step. */
export async function tryStart(
  deps: Pick<Deps, "clock" | "db" | "fetch" | "settings">,
  target: RoundTarget,
  spec: CrawlSpec,
  tell: Tell,
): Promise<Verdict> {
  const { clock, settings, fetch } = deps;
  const startedAt = clock.now();
  const startBy = startedAt + target.request.timeoutMs;
  const start = new URL(target.url);
  const traffic = createTraffic({ clock, connections, hostGapMs: 0 });
  const robots = createSiteRobots({
    deps,
    fetch,
    traffic,
    userAgent: target.request.headers["user-agent"] ?? settings.userAgent,
    headersFor: (origin) => headersFor(target, origin),
  });
  const paces = createHostPaces({
    clock,
    traffic,
    delayMs: 0,
    crawlDelayOf: () => null,
    known: {},
  });
  if (spec.robots) await robots.prepare([start.origin], startBy);

  const reader = { spec, policy: createLinkPolicy(spec, target.url) };
  const visited = await visit(
    {
      deps,
      fetch,
      target: { ...target, request: { ...target.request, retries: 0 } },
      reader,
      robots,
      paces,
      startBy,
    },
    {
      entry: { id: 0, depth: 0, kind: "page", hops: 0, attempts: 0 },
      url: normaliseUrl(start, spec.query),
      known: null,
    },
  );
  tellRobots(tell, visited, spec);
  if (visited.fate === "seen" && visited.content) tellLinks(tell, visited.content);
  const endedAt = clock.now();
  return judge(target, {}, fetchedOf(visited, target, endedAt), {
    dueAt: startedAt,
    trigger: "manual",
    startedAt,
    endedAt,
    attempts: 1,
  });
}

function tellRobots(tell: Tell, visited: Visit, spec: CrawlSpec): void {
  const isForbidden = visited.fate === "dropped" && visited.refusal === "robots";
  if (!spec.robots) tell("robots", "robots.txt is not asked, as the target says.");
  else if (isForbidden) tell("robots", "robots.txt does not allow the start.");
  else if (visited.fate === "seen") tell("robots", "robots.txt allows the start.");
}

function tellLinks(tell: Tell, { title, found, refused, location }: PageContent): void {
  const reasons = Object.entries(refused).map(([reason, count]) => `${count} ${reason}`);
  tell(
    "links",
    `A crawl would follow ${found.length} links${reasons.length > 0 ? `; refused: ${reasons.join(", ")}` : ""}.`,
    {
      title,
      redirectsTo: location,
      follows: found.slice(0, shownLinks).map(({ url }) => url),
      refused,
    },
  );
}

/** What is judged: the answer, or the reason why there is none. */
const fetchedOf = (visited: Visit, { url }: RoundTarget, now: number): Fetched =>
  visited.fate === "seen" ? visited.page : silence(url, failureOf(visited, url), now);

function failureOf(visited: Exclude<Visit, { fate: "seen" }>, url: string): Failure {
  if (visited.fate !== "dropped")
    return visited.trouble ?? { class: "internal", detail: "its turn did not come" };
  return visited.refusal === "robots"
    ? { class: "blocked", by: "robots", url, detail: "one of its rules matches" }
    : { class: "blocked", by: "address", url, detail: `it ${refusals[visited.refusal]}` };
}

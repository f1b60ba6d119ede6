// Tries out a site: asks robots.txt and the start, and explains which links a crawl would
// follow. Follows none of them.
import type { Deps } from "#deps";
import { connections } from "#domain/budget.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { judge, type Verdict } from "#domain/runs/judge.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import { withoutFigures } from "#domain/runs/judging/judge-answer.ts";
import { createLinkPolicy } from "#domain/sites/links/link-policy.ts";
import { normaliseUrl } from "#domain/sites/links/normalise-url.ts";
import { refusals } from "#domain/sites/links/refusal.ts";
import type { PageContent } from "#domain/sites/read-page.ts";
import { noAnswer, type Visit } from "#domain/sites/visits/visit.ts";
import { type CrawlSpec, crawlSpecOf } from "#domain/targets/crawl-spec.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import type { OnStep } from "#jobs/readings/read-answer.ts";
import { headersFor, userAgentOf } from "#jobs/sites/ask-page.ts";
import { createHostPaces } from "#jobs/sites/host-paces.ts";
import { createSiteRobots } from "#jobs/sites/site-robots.ts";
import { visit } from "#jobs/sites/visit.ts";
import { createTurns } from "#jobs/turns.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { openRequest } from "#store/secrets/request-secrets.ts";
import { type AddStep, explainReading } from "./trial-steps.ts";

/** Links shown: a page may have thousands. */
const shownLinks = 50;

type TrialDeps = Pick<Deps, "clock" | "db" | "fetch" | "settings" | "vault">;

/** Visits the start as a crawl would, judges that, and explains each step. */
export async function trySite(
  deps: TrialDeps,
  target: RoundTarget,
  addStep: AddStep,
): Promise<Verdict> {
  const { clock } = deps;
  const spec = crawlSpecOf(target);
  const startedAt = clock.now();
  const visited = await visitStart(deps, target, spec, explainReading(addStep));
  explainRobots(addStep, visited, spec);
  if (visited.fate === "seen" && visited.content) explainLinks(addStep, visited.content);
  return judge(withoutFigures(target), {}, fetchedOf(visited, target), {
    dueAt: startedAt,
    trigger: "manual",
    startedAt,
  });
}

/** Visits the start once, as the first page of a crawl that knows nothing yet. */
async function visitStart(
  deps: TrialDeps,
  target: RoundTarget,
  spec: CrawlSpec,
  onStep: OnStep,
): Promise<Visit> {
  const { clock, settings, fetch, vault } = deps;
  const opened = await openRequest(vault, target);
  const start = new URL(target.url);
  const startBy = clock.now() + target.request.timeoutMs;
  const traffic = createTraffic({ clock, connections, hostGapMs: 0 });
  const robots = createSiteRobots({
    deps,
    fetch,
    traffic,
    opened,
    userAgent: userAgentOf(opened) ?? settings.userAgent,
    headersFor: (request, origin) => headersFor({ target }, request, origin),
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
  const once = { ...target, request: { ...target.request, retries: 0 } };
  return await visit(
    {
      deps,
      fetch,
      target: once,
      opened,
      reader,
      robots,
      paces,
      lists: createTurns(),
      startBy,
      onStep,
    },
    {
      entry: { id: 0, depth: 0, kind: "page", hops: 0, attempts: 0 },
      url: normaliseUrl(start, spec.query),
      known: null,
    },
  );
}

function explainRobots(addStep: AddStep, visited: Visit, spec: CrawlSpec): void {
  const isForbidden = visited.fate === "dropped" && visited.refusal === "robots";
  if (!spec.robots) addStep("robots", "robots.txt is not asked, as the target says.");
  else if (isForbidden) addStep("robots", "robots.txt does not allow the start.");
  else if (visited.fate === "seen") addStep("robots", "robots.txt allows the start.");
}

function explainLinks(
  addStep: AddStep,
  { title, found, refused, location }: PageContent,
): void {
  const reasons = Object.entries(refused).map(([reason, count]) => `${count} ${reason}`);
  const exceptions = reasons.length > 0 ? `; refused: ${reasons.join(", ")}` : "";
  addStep("links", `A crawl would follow ${found.length} links${exceptions}.`, {
    title,
    redirectsTo: location,
    follows: found.slice(0, shownLinks).map(({ url }) => url),
    refused,
  });
}

/** Gives what is judged: the answer, or the reason why there is none. */
const fetchedOf = (visited: Visit, { url }: RoundTarget): Fetched =>
  visited.fate === "seen" ? visited.answer : noAnswer(url, failureOf(visited, url));

function failureOf(visited: Exclude<Visit, { fate: "seen" }>, url: string): Failure {
  if (visited.fate !== "dropped")
    return visited.trouble ?? { class: "internal", detail: "its turn did not come" };
  return visited.refusal === "robots"
    ? { class: "blocked", by: "robots", url, detail: "one of its rules matches" }
    : { class: "blocked", by: "address", url, detail: `it ${refusals[visited.refusal]}` };
}

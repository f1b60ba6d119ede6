// Probes a URL or a target now, for Prometheus, by the contract of blackbox_exporter (its
// README and CONFIGURATION.md). Records nothing.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  chooseFormat,
  contentTypes,
  formatExposition,
} from "#domain/metrics/exposition.ts";
import { assertionOf, tellConditions } from "#domain/runs/judging/judge-answer.ts";
import { judgeStatus } from "#domain/runs/judging/judge-status.ts";
import { flagField } from "#http/fields.ts";
import { Problem } from "#http/problem.ts";
import { newRouter, route } from "#http/router.ts";
import {
  addConditions,
  addJudgement,
  createSteps,
  type Step,
  withSteps,
} from "#jobs/trials/trial-steps.ts";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import { unaskedPage } from "#net/fetching/unasked-page.ts";
import { isOpen, openRequest } from "#store/secrets/request-secrets.ts";
import { type Probed, probeFamilies } from "./probe-families.ts";
import { reportProbe } from "./probe-report.ts";
import { findSubject, modules, type Subject } from "./probe-subject.ts";

/**
 * The part of a scrape's timeout that is kept for the answer's way back, as
 * blackbox_exporter's --timeout-offset.
 */
const wayBackMs = 500;

/** The shortest timeout that a target may have. */
const shortestMs = 100;

const example = `# TYPE probe_success gauge
# HELP probe_success Whether the probe succeeded.
probe_success 1
`;

const query = z.strictObject({
  target: z.string().optional().openapi({
    description:
      "A URL, http:// unless it has a scheme. Without a module, the id or key of a stored target comes first: write a scheme to mean a host of the same name.",
    example: "https://example.com/",
  }),
  module: z
    .string()
    .optional()
    .openapi({
      enum: [...modules],
      description:
        "http_2xx sends GET, http_post_2xx an empty POST, http_head_2xx HEAD; all take the target for a URL, follow up to 10 redirects, read up to 10 MiB and expect 2xx. target probes a stored target with its own request and expectation. Unless given, target if there is such a target, else http_2xx.",
    }),
  debug: flagField("Explains the probe instead, step by step."),
});

const timeoutHeader = "x-prometheus-scrape-timeout-seconds";

const headers = z.object({
  [timeoutHeader]: z.coerce.number().positive().optional().openapi({
    type: "number",
    description:
      "Prometheus sends it. The probe ends half a second earlier; else after 60 s.",
  }),
});

const probeNow = route("get", "/probe", "Metrics", {
  summary: "Probe a URL or a target now, as blackbox_exporter does",
  description:
    "Answers 200 with probe_success 0 when the probe failed, whatever the reason; an address that must not be fetched is such a reason too. One attempt, without retries, at most as long as the scrape and the target allow; a site's start is all of it that is asked for. Records nothing. PROBE_TOKEN opens it too. What a Worker cannot see has no series: the phases resolve, connect and tls, certificates, the IP version, the version of HTTP; the phase processing holds what they take.",
  request: { query, headers },
  answers: {
    200: {
      description: "Metrics of the probe, or its explanation.",
      content: {
        "text/plain": { schema: z.string(), example },
        "application/openmetrics-text": {
          schema: z.string(),
          example: `${example}# EOF\n`,
        },
      },
    },
  },
  problems: ["malformed", "not-found", "invalid"],
});

export const probeRoutes = newRouter().openapi(probeNow, async (c) => {
  const deps = c.get("deps");
  const { target = "", module, debug } = c.req.valid("query");
  if (target === "") throw targetMissing();
  const subject = await findSubject(deps.db, target, module || null);
  const bounded = withinScrape(subject, c.req.valid("header")[timeoutHeader] ?? null);
  const { steps, ...probed } = await probe(deps, bounded);
  const families = probeFamilies(probed);
  if (debug) {
    const report = reportProbe(steps, formatExposition(families, "prometheus"), bounded);
    return c.body(report, 200, { "content-type": "text/plain; charset=utf-8" });
  }
  const format = chooseFormat(c.req.header("accept") ?? null);
  return c.body(formatExposition(families, format), 200, {
    "content-type": contentTypes[format],
  });
});

const targetMissing = () =>
  new Problem("malformed", "The parameter target is missing.", [
    { parameter: "target", detail: "This is a URL, or the id or key of a target." },
  ]);

/**
 * The subject with no more time than the scrape leaves. `scrapeSeconds` is null if the
 * scrape does not say its timeout.
 */
function withinScrape(subject: Subject, scrapeSeconds: number | null): Subject {
  const leftMs =
    scrapeSeconds === null
      ? Number.POSITIVE_INFINITY
      : Math.round(scrapeSeconds * 1000) - wayBackMs;
  const timeoutMs = Math.min(subject.request.timeoutMs, Math.max(leftMs, shortestMs));
  const firstByteTimeoutMs = Math.min(subject.request.firstByteTimeoutMs, timeoutMs);
  return { ...subject, request: { ...subject.request, timeoutMs, firstByteTimeoutMs } };
}

/** Makes one attempt and lists its steps; every outcome is a value. */
async function probe(
  { clock, fetch, settings, vault }: Deps,
  { url, request, expect }: Subject,
): Promise<Probed & { steps: Step[] }> {
  const { steps, addStep } = createSteps(clock);
  const { addresses: policy, userAgent } = settings;
  // No validators are sent: whoever probes wants to see the whole answer.
  const opened = await openRequest(vault, { url, request });
  const pageDeps = {
    fetch: withSteps(fetch, addStep, request.secretHeaders),
    clock,
    policy,
    userAgent,
  };
  const page = isOpen(opened)
    ? await fetchPage(pageDeps, { url, ...opened }, null)
    : unaskedPage(url, opened, clock.now());
  const unmet = page.failure ?? judgeStatus(expect, page);
  const { startedAt } = page;
  const conditions =
    unmet === null
      ? tellConditions(expect, page, { known: {}, since: null, startedAt })
      : [];
  const failure = unmet ?? assertionOf(expect, conditions);
  const { bytes, contentType, redirects } = page;
  addConditions(addStep, conditions);
  addJudgement(addStep, failure, expect, { bytes, contentType, redirects });
  return { page, failure, timeoutMs: request.timeoutMs, steps };
}

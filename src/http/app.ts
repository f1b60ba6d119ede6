// Builds the app: its routers, and what holds for all of them: who may call them, how
// long a body may be, how an error is answered.
import { bodyLimit } from "hono/body-limit";
import { except } from "hono/combine";
import type { Deps, Env } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { answerPingProblem, isPingPath } from "#http/heartbeats/pings/ping-answers.ts";
import { pingRoutes } from "#http/heartbeats/pings/ping-routes.ts";
import { v3Routers } from "#http/heartbeats/v3/v3-routes.ts";
import { createRequestCounters } from "#http/metrics/request-counters.ts";
import { docsRoutes } from "#http/reference/docs.ts";
import { nothingThere } from "#http/requests/nothing-there.ts";
import { useOwnObjections } from "#http/requests/objections.ts";
import { readJsonBody } from "#http/requests/read-body.ts";
import { logRequest } from "#http/requests/request-log.ts";
import { toProblem } from "#http/requests/uncaught.ts";
import { apiRouters } from "#http/routers/api-routers.ts";
import { screenRouters } from "#http/routers/screen-routers.ts";
import { answerProblemTo } from "#http/screens/answer-problem.ts";
import { keepPreferences } from "#http/screens/preferences.ts";
import { secureAnswers } from "#http/screens/security-headers.ts";
import { createAccessCheck } from "#http/sessions/access.ts";
import { readSession } from "#http/sessions/session.ts";
import type { Job } from "#jobs/job.ts";
import { createSoonJobs } from "#jobs/ticks/soon.ts";
import { createGathering } from "#store/gathering.ts";
import { limitCaller, requireToken } from "./auth.ts";
import { Problem } from "./problem.ts";
import { type App, executionOf, newRouter } from "./router.ts";

useOwnObjections();

/**
 * What an app is made of. `depsOf` opens the dependencies of an environment; `jobs` are
 * the background jobs that the app shows and runs.
 */
type AppParts = { depsOf: (env: Env) => Deps; jobs: readonly Job[] };

export function createApp({ depsOf, jobs }: AppParts): App {
  const app = newRouter();
  const requests = createRequestCounters();
  const runSoon = createSoonJobs(jobs);
  const gather = createGathering();
  const lastCounts = new Map<string, number>();
  const readAccess = createAccessCheck();

  app.use(secureAnswers);
  app.use(async (c, next) => {
    // The runtime puts the URL together from the Host header, whatever that says.
    if (!URL.canParse(c.req.url))
      throw new Problem("malformed", "The Host header names no host.");
    const deps = openDeps(depsOf, c.env);
    const lookSoon = (job = roundsJob) => executionOf(c)?.waitUntil(runSoon(deps, job));
    const goOnWith = (work: Promise<unknown>) => executionOf(c)?.waitUntil(work);
    c.set("deps", { ...deps, lookSoon, sendTogether: gather({ ...deps, goOnWith }) });
    c.set("jobs", jobs);
    c.set("lastCounts", lastCounts);
    await next();
  });
  app.use(logRequest);
  app.use(requests.count);
  app.use(limitCaller);
  // Before anything that reads a login or a token, or that limits bodies.
  for (const router of [pingRoutes, ...v3Routers()]) app.route("/", router);
  app.use(async (c, next) => {
    c.set("identity", (await readSession(c)) ?? (await readAccess(c)));
    await next();
  });
  app.use(keepPreferences);
  app.use("/api/*", requireToken("api"));
  app.use("/metrics", requireToken("metrics"), requests.write);
  app.use("/admin/*", except("/admin/ping", requireToken("metrics"), requests.write));
  app.use("/probe", requireToken("probe"));
  app.use(
    bodyLimit({
      maxSize: 256 * 1024,
      onError: () => {
        throw new Problem("too-large", "The body is larger than 256 KB.");
      },
    }),
  );
  app.use("/api/*", async (c, next) => {
    await readJsonBody(c.req);
    await next();
  });

  for (const router of [...apiRouters(), docsRoutes(app), ...screenRouters])
    app.route("/", router);

  app.onError((error, c) => {
    const problem = toProblem(error, c);
    return isPingPath(c.req.path)
      ? answerPingProblem(c, problem)
      : answerProblemTo(c, problem);
  });
  app.notFound((c) => answerProblemTo(c, nothingThere(app, c.req.method, c.req.path)));
  return app;
}

function openDeps(depsOf: AppParts["depsOf"], env: Env): Deps {
  try {
    return depsOf(env);
  } catch (error) {
    throw new Problem("misconfigured", messageOf(error));
  }
}

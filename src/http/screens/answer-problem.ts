// Answers a Problem: browsers get a page, programs get problem details.
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { answerProblem, type Problem, problems } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { ProblemScreen } from "#ui/screens/problem-screen.tsx";
import { refusalIn } from "#ui/words/refusals.ts";
import { isForProgram } from "./for-program.ts";
import { viewerOf } from "./viewer.ts";

export function answerProblemTo(
  c: Context<AppContext>,
  problem: Problem,
): Response | Promise<Response> {
  // There are no dependencies when the configuration does not parse.
  const isReady = c.get("deps") !== undefined;
  if (!isReady || isForProgram(c)) return answerProblem(problem, c.req.path);
  const viewer = viewerOf(c);
  const sentences = [problem.detail, ...problem.errors.map(({ detail }) => detail)];
  const said = sentences.map((sentence) => refusalIn(viewer.language, sentence));
  const page = ProblemScreen({ viewer, name: problem.problem, detail: said.join(" ") });
  const status = problems[problem.problem].status as ContentfulStatusCode;
  return c.html(page as unknown as string, status, problem.headers);
}

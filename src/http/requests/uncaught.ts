// Says what an error that nobody has caught is to the caller, and logs what it was.
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { NoKeyError } from "#store/secrets/vault.ts";
import { routeOf } from "./request-log.ts";

/** How many calls a line of the log names to tell where a fault is. */
const callsTold = 3;

export function toProblem(error: Error, c: Context<AppContext>): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof NoKeyError) return new Problem("misconfigured", error.message);
  if (error instanceof HTTPException && error.status === 400)
    // What is no JSON was refused before: this is a route that finds no body.
    return new Problem("malformed", "The body is empty; it must be JSON.");
  const calls = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  // There are no dependencies when the configuration does not parse.
  (c.get("deps") as Deps | undefined)?.log({
    event: "request-failed",
    method: c.req.method,
    route: routeOf(c),
    problem: messageOf(error),
    at: calls.slice(0, callsTold).map((line) => line.trim()),
  });
  return new Problem("internal", "Something went wrong here; it was logged.");
}

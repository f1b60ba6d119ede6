// The kind of router every resource is written with.
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Deps, Env } from "#deps";
import { invalid } from "./problem.ts";

export type AppContext = { Bindings: Env; Variables: { deps: Deps } };
export type App = OpenAPIHono<AppContext>;

/** A router whose validation errors are problems. */
export function newRouter(): App {
  return new OpenAPIHono<AppContext>({
    defaultHook: (result) => {
      if (!result.success)
        throw invalid(
          result.error.issues,
          result.target as Parameters<typeof invalid>[1],
        );
    },
  });
}

/** What every operation below /api has in common, for OpenAPI. */
export const secured = { security: [{ token: [] }] };

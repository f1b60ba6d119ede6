// Makes routers and describes their operations. A resource is one router, and each of its
// routes stands in front of its handler, or in a file of its own beside the handlers.
// Adds what many operations share: the token, the problems of all requests with a token,
// JSON.
import { createRoute, OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps, Env } from "#deps";
import type { Job } from "#jobs/job.ts";
import { invalid, type ProblemName, problemResponses } from "./problem.ts";

/** Who is logged in: by a session, or by a proxy in front of the deployment. */
export type Identity = {
  /** An admin may change things, a reader looks at everything. */
  role: "admin" | "reader";
  /** What each form that changes something sends along (http/screens/form). */
  formToken: string;
  hasSession: boolean;
};

/** What a request's handlers can get from its context. */
export type AppContext = {
  Bindings: Env;
  Variables: {
    deps: Deps;
    /** Whether the request brought a token that opens its path. */
    isLetIn: boolean;
    /** Whether who asks may change things: such a one also sees what opens doors. */
    mayChange: boolean;
    /** Null when nobody is logged in. */
    identity: Identity | null;
    /** All background jobs. */
    jobs: readonly Job[];
    /**
     * The value of each counter, by name, when /admin/metrics last answered it. The next
     * answer gives the growth since. An app keeps the values from request to request.
     */
    lastCounts: Map<string, number>;
  };
};
export type App = OpenAPIHono<AppContext>;

/** The runtime's context of a request; null when there is none, for which Hono throws. */
export function executionOf(c: Context): Context["executionCtx"] | null {
  try {
    return c.executionCtx;
  } catch {
    return null;
  }
}

/** A router whose validation errors are problems. */
export function newRouter(): App {
  return new OpenAPIHono<AppContext>({
    // A path with a slash at its end is the same path.
    strict: false,
    defaultHook: (result) => {
      if (!result.success)
        throw invalid(
          result.error.issues,
          result.target as Parameters<typeof invalid>[1],
        );
    },
  });
}

type Method = RouteConfig["method"];

type Operation = Pick<RouteConfig, "summary" | "description" | "request"> & {
  /** The responses that are no problems, by status. */
  answers: RouteConfig["responses"];
  problems?: readonly ProblemName[];
};

/** The operations that need a token name the problems that they answer. */
type SecuredOperation = Operation & { problems: readonly ProblemName[] };

/** What the router must know about an operation to type its handler. */
type Route<M extends Method, P extends string, O extends Operation> = {
  method: M;
  path: P;
  responses: O["answers"];
} & Pick<O, "request" & keyof O>;

/**
 * Describes an operation that needs a token; `tag` is its chapter of the documentation.
 */
export function route<M extends Method, P extends string, O extends SecuredOperation>(
  method: M,
  path: P,
  tag: string,
  { problems, answers, ...others }: O,
): Route<M, P, O> {
  const ofMethod = method === "get" ? [] : ofAnyBody;
  const responses = {
    ...answers,
    ...problemResponses(...problems, ...ofMethod, ...ofAnyToken),
  };
  const security = [{ token: [] }];
  return typed({ security, method, path, tags: [tag], ...others, responses });
}

/** A body is read wherever one may come, also where none is wanted. */
const ofAnyBody = ["malformed", "too-large", "unsupported-type", "invalid"] as const;

/** What every operation with a token may answer. */
const ofAnyToken = ["unauthorized", "locked", "too-many-requests"] as const;

/** Describes an operation that everybody may call. */
export function openRoute<M extends Method, P extends string, O extends Operation>(
  method: M,
  path: P,
  tag: string,
  { answers, problems = [], ...others }: O,
): Route<M, P, O> {
  const responses = {
    ...answers,
    ...problemResponses(...problems, "too-many-requests"),
  };
  return typed({ security: [], method, path, tags: [tag], ...others, responses });
}

/** Casts to R: both callers pass on what they were given, under the names that R has. */
const typed = <R>(config: object): R => createRoute(config as RouteConfig) as R;

/** A response whose body is JSON. */
export const json = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { "application/json": { schema } },
});

/** A request's body, which is JSON. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({
  content: { "application/json": { schema } },
  required: true,
});

/** A response whose body is text of a media type. */
export const text = <T extends string>(
  description: string,
  type: T,
  example?: string,
) => ({
  description,
  content: {
    [type]: { schema: z.string(), ...(example !== undefined && { example }) },
  } as Record<T, { schema: z.ZodString }>,
});

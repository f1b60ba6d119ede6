// Answers errors as RFC 9457 problem details: a stable type, what was wrong and where,
// never a stack.
import { z } from "@hono/zod-openapi";

/** Every problem; its `type` is a link to its explanation on the docs page. */
export const problems = {
  malformed: {
    status: 400,
    title: "Malformed request",
    meaning: "The body is no JSON, or a parameter cannot be read.",
  },
  unauthorized: {
    status: 401,
    title: "Unauthorized",
    meaning: "The bearer token is missing or wrong.",
  },
  locked: {
    status: 403,
    title: "No token set",
    meaning: "The deployment has no token for this part yet, so nobody may come in.",
  },
  forbidden: {
    status: 403,
    title: "Not from here",
    meaning: "A form of another page or site was sent, or one of an earlier login.",
  },
  "read-only": {
    status: 403,
    title: "Only to look at",
    meaning: "Who is let in so may see everything and change nothing.",
  },
  "not-found": { status: 404, title: "Not found", meaning: "There is no such resource." },
  "method-not-allowed": {
    status: 405,
    title: "Method not allowed",
    meaning: "The Allow header lists the methods.",
  },
  conflict: {
    status: 409,
    title: "Conflict",
    meaning:
      "The key or name is taken, there are as many as there may be, or somebody else was faster.",
  },
  stale: {
    status: 412,
    title: "Precondition failed",
    meaning: "What was to be changed was changed since its ETag was read.",
  },
  "too-large": {
    status: 413,
    title: "Body too large",
    meaning: "A body may have 256 KB.",
  },
  "unsupported-type": {
    status: 415,
    title: "Unsupported media type",
    meaning: "Bodies are application/json.",
  },
  invalid: {
    status: 422,
    title: "Invalid content",
    meaning: "Fields are unknown or not acceptable; errors says which.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many requests",
    meaning: "Wait as Retry-After says.",
  },
  internal: {
    status: 500,
    title: "Internal error",
    meaning: "A fault of junkai's own; the log has the details.",
  },
  misconfigured: {
    status: 503,
    title: "Misconfigured",
    meaning: "A variable of the deployment is not valid.",
  },
} as const;

export type ProblemName = keyof typeof problems;

/**
 * What is wrong with a field: a JSON pointer (RFC 6901) into the body, or a parameter.
 */
type ProblemField = { pointer?: string; parameter?: string; detail: string };

/** An error that handlers throw and the app answers. */
export class Problem extends Error {
  constructor(
    readonly problem: ProblemName,
    readonly detail: string,
    readonly errors: ProblemField[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
  }
}

export function answerProblem(problem: Problem, instance: string): Response {
  const { errors, ...content } = problemContent(problem);
  return Response.json(
    { ...content, instance, errors },
    {
      status: content.status,
      headers: { ...problem.headers, "content-type": "application/problem+json" },
    },
  );
}

/** What a problem says, wherever it came up. */
export const problemContent = ({ problem, detail, errors }: Problem) => ({
  type: `/docs#problem-${problem}`,
  title: problems[problem].title,
  status: problems[problem].status,
  detail,
  ...(errors.length > 0 && { errors }),
});

export const ProblemBody = z
  .object({
    type: z.string().openapi({ format: "uri-reference" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional(),
          parameter: z.string().optional(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .openapi("Problem", {
    example: {
      type: "/docs#problem-invalid",
      title: "Invalid content",
      status: 422,
      detail: "1 field is not acceptable.",
      instance: "/api/targets",
      errors: [{ pointer: "/schedule/every", detail: "An interval is 5s to 366d long." }],
    },
  });

/** The error responses of an operation, for OpenAPI. */
export function problemResponses(...names: ProblemName[]) {
  const responses: Record<number, object> = {};
  for (const name of names) {
    const { status, title, meaning } = problems[name];
    responses[status] = {
      description: `${title}. ${meaning}`,
      content: { "application/problem+json": { schema: ProblemBody } },
    };
  }
  return responses;
}

type Issue = {
  path: PropertyKey[];
  message: string;
  code: string;
  keys?: string[];
  /** Of a value that may have several forms: what keeps it from each. */
  errors?: Issue[][];
};

/** Whether a value is of another kind altogether: what is in it was not looked at. */
const isOtherKind = ({ path, code }: Issue): boolean =>
  path.length === 0 && (code === "invalid_type" || code === "invalid_value");

/** The objections to the form that a value comes closest to, if it comes close to any. */
function toNearestForm(issue: Issue): Issue[] {
  const nearest = issue.errors?.find((form) => !form.some(isOtherKind));
  return (
    nearest?.flatMap((inner) =>
      toNearestForm({ ...inner, path: [...issue.path, ...inner.path] }),
    ) ?? [issue]
  );
}

/** A validation error; `where` is the part of the request that the fields are in. */
export function invalid(
  issues: readonly Issue[],
  where: "json" | "query" | "param" | "header",
): Problem {
  const errors = issues.flatMap(toNearestForm).flatMap((issue): ProblemField[] => {
    const places =
      issue.code === "unrecognized_keys"
        ? (issue.keys ?? []).map((key) => [...issue.path, key])
        : [issue.path];
    // The objection to unknown names has a line for each of them (requests/objections).
    const details =
      issue.code === "unrecognized_keys" ? issue.message.split("\n") : [issue.message];
    return places.map((path, i) => ({
      ...(where === "json"
        ? { pointer: pointerTo(path) }
        : { parameter: String(path[0]) }),
      detail: details[i] ?? issue.message,
    }));
  });
  const detail =
    errors.length === 1
      ? "1 field is not acceptable."
      : `${errors.length} fields are not acceptable.`;
  return new Problem("invalid", detail, errors);
}

/** A validation error of one field. */
export const invalidField = (
  where: Parameters<typeof invalid>[1],
  path: readonly string[],
  message: string,
): Problem => invalid([{ code: "custom", path: [...path], message }], where);

const pointerTo = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");

// Makes the heartbeat that a first ping with `create=1` asks for, by what its address says
// of the schedule.
import type { Deps } from "#deps";
import { invalid, Problem } from "#http/problem.ts";
import { draftOf } from "#http/targets/change-target.ts";
import { TargetDocument } from "#http/targets/target-document.ts";
import { createBySlug } from "#store/targets/creating/create-by-slug.ts";

/** Parameters by their place in the heartbeat's document. */
const places: Readonly<Record<string, string>> = {
  schedule: "/schedule/cron",
  every: "/schedule/every",
  zone: "/schedule/zone",
  grace: "/heartbeat/grace",
  startGrace: "/heartbeat/startGrace",
  runMax: "/heartbeat/runMax",
  tags: "/tags",
};

/** Gives whether it was made. Throws a Problem that names the parameter. */
export async function createByPing(
  deps: Deps,
  by: { key: string; slug: string },
  query: URLSearchParams,
): Promise<boolean> {
  const document = TargetDocument.safeParse(documentOf(by.slug, query));
  try {
    if (!document.success) throw invalid(document.error.issues, "json");
    const draft = draftOf(deps, document.data, null);
    return await createBySlug(deps.db, draft, by, deps.clock.now());
  } catch (error) {
    throw error instanceof Problem ? byParameter(error) : error;
  }
}

function documentOf(slug: string, query: URLSearchParams) {
  const given = (names: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([name, parameter]) => {
        const value = query.get(parameter);
        return value === null ? [] : [[name, value]];
      }),
    );
  return {
    kind: "heartbeat",
    name: slug,
    tags: query.getAll("tags").flatMap(listed),
    schedule: given({ cron: "schedule", every: "every", zone: "zone" }),
    heartbeat: {
      slug,
      ...given({ grace: "grace", startGrace: "startGrace", runMax: "runMax" }),
    },
  };
}

const listed = (text: string): string[] =>
  text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");

/** A ping that cannot be understood is a 400, and its fields are parameters. */
function byParameter(problem: Problem): Problem {
  if (problem.problem !== "invalid") return problem;
  const errors = problem.errors.map(({ pointer = "", detail }) => {
    const [parameter] =
      Object.entries(places).find(([, place]) => pointer.startsWith(place)) ?? [];
    return parameter === undefined ? { pointer, detail } : { parameter, detail };
  });
  return new Problem("malformed", problem.detail, errors);
}

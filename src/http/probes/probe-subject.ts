// Finds what a probe asks for and expects: a URL with a module's request, or a stored
// target with its own.
import { withoutFigures } from "#domain/runs/judging/judge-answer.ts";
import {
  type Expectation,
  type Method,
  type RequestSpec,
  usualExpectation,
} from "#domain/targets/target.ts";
import { findNamed, targetName } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import type { Db } from "#store/db.ts";

export type Subject = {
  /** The module that the request is from. */
  module: string;
  url: string;
  request: RequestSpec;
  expect: Expectation;
};

/** The module of stored targets. */
const storedModule = "target";

/**
 * The modules of URLs, by the names of blackbox_exporter's examples, and their methods.
 */
const methodOf: ReadonlyMap<string, Method> = new Map([
  ["http_2xx", "GET"],
  ["http_post_2xx", "POST"],
  ["http_head_2xx", "HEAD"],
]);
const usualModule = "http_2xx";

export const modules: readonly string[] = [...methodOf.keys(), storedModule];

/**
 * Limits as high as a target's can be, since the scrape says how long a probe may take.
 * Ten redirects, as blackbox_exporter follows.
 */
const moduleRequest: Omit<RequestSpec, "method"> = {
  headers: {},
  secretHeaders: [],
  body: null,
  timeoutMs: 60_000,
  firstByteTimeoutMs: 60_000,
  maxBodyBytes: 10_485_760,
  maxRedirects: 10,
  retries: 0,
};

/**
 * Finds what `target` stands for. With a module of URLs it is a URL. Without a module
 * (null) it is the id or key of a stored target if there is such a target, else a URL.
 * Throws a Problem for an unknown module (malformed) and for a target that is not stored
 * (not-found).
 */
export async function findSubject(
  db: Db,
  target: string,
  module: string | null,
): Promise<Subject> {
  if (module !== null && !modules.includes(module)) throw unknownModule(module);
  if (module !== null && module !== storedModule) return subjectOfUrl(target, module);
  const stored = await findStored(db, target);
  if (stored !== null) return stored;
  if (module === storedModule || /^\d+$|^key:/.test(target))
    throw new Problem("not-found", `There is no target with the id or key ${target}.`);
  return subjectOfUrl(target, usualModule);
}

const unknownModule = (module: string) =>
  new Problem("malformed", `There is no module ${JSON.stringify(module)}.`, [
    { parameter: "module", detail: `This is one of ${modules.join(", ")}.` },
  ]);

async function findStored(db: Db, text: string): Promise<Subject | null> {
  const name = targetName.safeParse(text);
  const known = name.success ? await findNamed({ db }, name.data) : null;
  if (known === null) return null;
  const { url, request, expect } = withoutFigures(known.target);
  return { module: storedModule, url, request, expect };
}

function subjectOfUrl(target: string, module: string): Subject {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(target) ? target : `http://${target}`;
  const request = { ...moduleRequest, method: methodOf.get(module) ?? "GET" };
  return { module, url, request, expect: usualExpectation };
}

// Serves Healthchecks' management API of checks: lists, adds, reads, changes, deletes,
// pauses and resumes heartbeats.
import { getTarget, noTarget } from "#http/find-target.ts";
import { invalid } from "#http/problem.ts";
import {
  addTarget,
  enableTarget,
  removeTarget,
  replaceTarget,
} from "#http/targets/change-target.ts";
import { mergePatch } from "#http/targets/merge-patch.ts";
import { TargetDocument } from "#http/targets/target-document.ts";
import { listChannels } from "#store/notices/channels.ts";
import {
  findHeartbeatById,
  type KnownHeartbeat,
  listHeartbeats,
} from "#store/targets/heartbeats.ts";
import { type ChosenChannels, chooseChannels } from "./channel-ids.ts";
import { toCheck, writeTags } from "./check-answer.ts";
import { type CheckSpec, readCheckSpec } from "./check-spec.ts";
import { findCheck } from "./find-check.ts";
import { findSame } from "./find-same.ts";
import { slugOf } from "./slug.ts";
import { newDocument, patchOf } from "./spec-documents.ts";
import {
  errorAnswer,
  newV3Router,
  notFound,
  serve,
  type V3Request,
} from "./v3-router.ts";

export const checkRoutes = newV3Router();

serve(checkRoutes, "checks", {
  GET: { forReaders: true, handle: list },
  POST: { handle: create },
});
serve(checkRoutes, "checks/:code", {
  GET: { forReaders: true, handle: (request) => ofCheck(request, answer) },
  POST: { handle: (request) => ofCheck(request, update) },
  DELETE: { handle: (request) => ofCheck(request, remove) },
});
serve(checkRoutes, "checks/:code/pause", {
  POST: { handle: (request) => ofCheck(request, pause) },
});
serve(checkRoutes, "checks/:code/resume", {
  POST: { handle: (request) => ofCheck(request, resume) },
});

/** Answers with what `act` does to the check that the path names. */
export async function ofCheck(
  request: V3Request,
  act: (request: V3Request, found: KnownHeartbeat) => Promise<Response>,
): Promise<Response> {
  const { c } = request;
  const code = c.req.param("code") ?? "";
  const found = await findCheck(c.get("deps").db, code);
  return found === null ? notFound(c) : await act(request, found);
}

const answer = async ({ c, asking }: V3Request, found: KnownHeartbeat) =>
  c.json(await toCheck(found, asking), 200);

async function list({ c, asking }: V3Request): Promise<Response> {
  const { db } = c.get("deps");
  const tags = new Set(c.req.queries("tag") ?? []);
  const slug = c.req.query("slug") || undefined;
  const found = await listHeartbeats(db, { slug });
  const wanted = found.filter(({ target }) =>
    tags.isSubsetOf(new Set(target.tags.map((tag) => writeTags([tag])))),
  );
  const checks = await Promise.all(wanted.map((one) => toCheck(one, asking)));
  return c.json({ checks }, 200);
}

async function create(request: V3Request): Promise<Response> {
  const { c, asking } = request;
  const deps = c.get("deps");
  const read = await readSpec(request);
  if ("error" in read) return errorAnswer(c, 400, read.error);
  const same = await findSame(deps.db, read.spec, asking);
  if (same !== null) return await change(request, same, read);
  const document = TargetDocument.safeParse(
    newDocument(read.spec, read.channels ?? null),
  );
  if (!document.success) throw invalid(document.error.issues, "json");
  const { known } = await addTarget(deps, document.data, null);
  return c.json(await checkOf(request, known.target.id), 201);
}

async function update(request: V3Request, found: KnownHeartbeat): Promise<Response> {
  const read = await readSpec(request);
  if ("error" in read) return errorAnswer(request.c, 400, read.error);
  return await change(request, found, read);
}

/** A spec whose channels were looked up; they are undefined where none are named. */
type ReadSpec = { spec: CheckSpec; channels: number[] | null | undefined };

async function change(
  request: V3Request,
  { target: { id } }: KnownHeartbeat,
  { spec, channels }: ReadSpec,
): Promise<Response> {
  const { c } = request;
  await replaceTarget(c.get("deps"), named(request, id), (target) =>
    mergePatch(target, patchOf(spec, channels, target)),
  );
  return c.json(await checkOf(request, id), 200);
}

async function readSpec({
  c,
  json,
  asking,
}: V3Request): Promise<ReadSpec | { error: string }> {
  const read = readCheckSpec(json);
  if ("error" in read) return read;
  const { spec } = read;
  // Before the third version a check's slug follows from its name.
  const slug = asking.version < 3 && spec.name ? { slug: slugOf(spec.name) } : {};
  const chosen = await channelsOf(c, spec);
  if ("error" in chosen) return chosen;
  return { spec: { ...slug, ...spec }, channels: chosen.ids };
}

async function channelsOf(
  c: V3Request["c"],
  { channels }: CheckSpec,
): Promise<ChosenChannels | { ids: undefined }> {
  if (channels === undefined) return { ids: undefined };
  return chooseChannels(channels, await listChannels(c.get("deps").db));
}

async function remove(request: V3Request, found: KnownHeartbeat): Promise<Response> {
  const { c, asking } = request;
  await removeTarget(c.get("deps"), named(request, found.target.id));
  return c.json(await toCheck(found, asking), 200);
}

async function pause(request: V3Request, found: KnownHeartbeat): Promise<Response> {
  if (!found.target.enabled) return await answer(request, found);
  return await enable(request, found, false);
}

async function resume(request: V3Request, found: KnownHeartbeat): Promise<Response> {
  if (found.target.enabled) return request.c.text("check is not paused", 409);
  return await enable(request, found, true);
}

async function enable(
  request: V3Request,
  { target: { id } }: KnownHeartbeat,
  enabled: boolean,
): Promise<Response> {
  await enableTarget(request.c.get("deps"), named(request, id), enabled);
  return request.c.json(await checkOf(request, id), 200);
}

/** A change of the target with this id, whatever was changed before. */
const named = ({ c }: V3Request, id: number) => ({
  find: () => getTarget(c.get("deps"), { id }),
  expected: {},
});

/** The check as it is now. Throws a Problem when it was deleted meanwhile. */
async function checkOf({ c, asking }: V3Request, id: number) {
  const found = await findHeartbeatById(c.get("deps").db, id);
  if (found === null) throw noTarget({ id });
  return await toCheck(found, asking);
}

// Finds the contents that a question names: the latest one, the one before, the one that
// somebody saw last, that of a run, or one by its hash.
import type { Deps } from "#deps";
import type { Change } from "#domain/changes/change.ts";
import { latestOf } from "#domain/changes/content-watch.ts";
import { parseMoment } from "#domain/time/moment.ts";
import { isoOf } from "#http/fields.ts";
import { invalidField, type Problem } from "#http/problem.ts";
import { latestChange, listChanges } from "#store/changes/changes.ts";
import { readSeen } from "#store/changes/seen-changes.ts";
import { findRun } from "#store/runs/history.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";

type Source = Pick<Deps, "db" | "clock">;

const refuse = (parameter: string, detail: string): Problem =>
  invalidField("query", [parameter], detail);

export const contentNames =
  "previous, seen, latest, the instant of a run, or the hash of a content";

/** The hashes of the two contents. Throws a Problem that names the parameter. */
export async function findEnds(
  source: Source,
  known: KnownTarget,
  asked: { from: string; to: string },
): Promise<{ from: string; to: string }> {
  const to = await findContent(source, known, asked.to, "to");
  const from =
    asked.from === "previous"
      ? await previousTo(source, known, to)
      : await findContent(source, known, asked.from, "from");
  return { from, to };
}

/** The hash of one content. Throws a Problem that names the parameter. */
export async function findContent(
  source: Source,
  known: KnownTarget,
  name: string,
  parameter: string,
): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(name)) return name;
  if (name === "latest") return await latestIn(source, known, parameter);
  if (name === "seen") return await seenOf(source, known, parameter);
  return await contentOfRun(source, known, name, parameter);
}

/** The latest content that settled. */
async function latestIn(
  { db }: Source,
  known: KnownTarget,
  parameter: string,
): Promise<string> {
  const { target, state } = known;
  if (state.contents?.revision === target.requestRevision)
    return latestOf(state.contents);
  const last = await latestChange(db, target.id);
  if (last !== null) return last.to;
  throw refuse(parameter, `Target ${target.id} has no content yet.`);
}

async function seenOf({ db }: Source, { target }: KnownTarget, parameter: string) {
  const seen = (await readSeen(db, [target.id])).get(target.id);
  if (seen !== undefined) return seen.hash;
  const detail = `Nobody has marked target ${target.id} as seen.`;
  throw refuse(parameter, detail);
}

async function contentOfRun(
  { db, clock }: Source,
  { target }: KnownTarget,
  name: string,
  parameter: string,
): Promise<string> {
  const dueAt = parseMoment(name)?.(clock.now());
  if (dueAt === undefined) throw refuse(parameter, `This is ${contentNames}.`);
  const run = await findRun(db, target, dueAt);
  const when = isoOf(dueAt);
  if (run === null) {
    const detail = `Target ${target.id} has no run for ${when}.`;
    throw refuse(parameter, detail);
  }
  if (run.reading !== null) return run.reading.hash;
  throw refuse(parameter, `The run for ${when} has read nothing.`);
}

/** Changes of a target that are looked through for one content. */
const mostSearched = 1_000;

/** The content that a content is compared with since it came. */
async function previousTo({ db }: Source, { target }: KnownTarget, to: string) {
  const page = { after: null, limit: mostSearched };
  const { changes } = await listChanges(db, { targetId: target.id }, page);
  const change = changes.find((one) => one.to === to);
  if (change?.from != null) return change.from;
  throw refuse("from", whyNoneBefore(change));
}

const whyNoneBefore = (change: Change | undefined): string =>
  change === undefined
    ? "No change is kept that led to this content: name another one to compare with."
    : "There is no content before this one: it is the first under the target's steps.";

// Adds, changes and deletes maintenance windows. Tries again when another request was
// faster, unless the request says with If-Match which revision it changes.
import type { Deps } from "#deps";
import type { MaintenanceDraft } from "#domain/incidents/maintenance.ts";
import { isObject, isSame, type Json } from "#domain/json.ts";
import { invalid, Problem } from "#http/problem.ts";
import { checkPrecondition, type Precondition } from "#http/targets/etag.ts";
import { merge } from "#http/targets/merge-patch.ts";
import { tryWhileOvertaken } from "#http/targets/try-while-overtaken.ts";
import {
  changeWindow,
  createWindow,
  deleteWindow,
  findWindow,
  type KeptWindow,
} from "#store/incidents/maintenance.ts";
import {
  MaintenanceDocument,
  parseMaintenance,
  toMaintenanceDocument,
} from "./maintenance-document.ts";

export async function getWindow({ db }: Deps, id: number): Promise<KeptWindow> {
  const window = await findWindow(db, id);
  if (window !== null) return window;
  throw new Problem("not-found", `There is no maintenance window ${id}.`);
}

export async function addWindow(deps: Deps, document: unknown): Promise<KeptWindow> {
  const draft = await parseMaintenance(deps, parse(document), null);
  const window = await createWindow(deps.db, draft, deps.clock.now());
  if (window !== null) return window;
  const detail = "There are 500 maintenance windows: delete one first.";
  throw new Problem("conflict", detail);
}

/** What a request does to a window, and what it expects to find. */
type Asked = { id: number; expected: Precondition };

/** Turns a window into what the document that `toDocument` makes of it says. */
export const replaceWindow = (
  deps: Deps,
  { id, expected }: Asked,
  toDocument: (window: KeptWindow) => unknown,
): Promise<KeptWindow> =>
  tryWhileOvertaken(async () => {
    const window = await getWindow(deps, id);
    checkPrecondition(expected, window, "window");
    const document = parse(toDocument(window));
    const draft = await parseMaintenance(deps, document, window);
    if (isSame(draft, draftOf(window))) return window;
    return await changeWindow(deps.db, window, draft, deps.clock.now());
  });

const draftOf = ({ name, scope, timing }: MaintenanceDraft) => ({ name, scope, timing });

export const removeWindow = (deps: Deps, { id, expected }: Asked): Promise<KeptWindow> =>
  tryWhileOvertaken(async () => {
    const window = await getWindow(deps, id);
    checkPrecondition(expected, window, "window");
    return (await deleteWindow(deps.db, window)) ? window : null;
  });

/** Ends a window that holds now and comes once. Leaves any other as it is. */
export const endWindow = (deps: Deps, id: number): Promise<KeptWindow> =>
  tryWhileOvertaken(async () => {
    const window = await getWindow(deps, id);
    const now = deps.clock.now();
    const { timing } = window;
    if ("schedule" in timing || timing.from >= now || timing.until <= now) return window;
    const ended = { ...window, timing: { ...timing, until: now } };
    return await changeWindow(deps.db, window, ended, now);
  });

function parse(document: unknown) {
  const parsed = MaintenanceDocument.safeParse(document);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "json");
}

/** The document with a patch: one that names another kind of time replaces the time. */
export function patched(window: KeptWindow, patch: Json): unknown {
  return merge(withoutRivals(toMaintenanceDocument(window), patch), patch);
}

function withoutRivals(document: Json, patch: Json): Json {
  const rivals = [
    { names: ["schedule", "lasts"], replaced: ["from", "until", "for"] },
    { names: ["from", "until", "for"], replaced: ["schedule", "lasts"] },
    { names: ["for"], replaced: ["until"] },
    { names: ["all"], replaced: ["targets", "tags"] },
    { names: ["targets", "tags"], replaced: ["all"] },
  ];
  const gone = rivals
    .filter(({ names }) => names.some((name) => isNamed(patch, name)))
    .flatMap(({ replaced }) => replaced);
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => !gone.includes(name)),
  );
}

const isNamed = (patch: unknown, name: string): boolean =>
  isObject(patch) && patch[name] !== undefined && patch[name] !== null;

// Serves the forms that add and change targets.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { latestRun } from "#domain/runs/run.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { kinds, slotsOf, type Target } from "#domain/targets/target.ts";
import { getTarget, idParam, targetName } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice } from "#http/screens/notice.ts";
import {
  acted,
  answerPage,
  goTo,
  newScreens,
  paramsOf,
  queryOf,
  refuseReaders,
  shown,
} from "#http/screens/screen.ts";
import { addTarget, replaceTarget } from "#http/targets/change-target.ts";
import { etagOf } from "#http/targets/etag.ts";
import { type ParsedDocument, patchBaseOf } from "#http/targets/target-document.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { act, type Editing, pageOf } from "./editing.ts";
import { valuesOf } from "./form/target-form.ts";
import { usualFor, usualValues } from "./form/usual-form.ts";
import { onceField, onceOf } from "./once.ts";
import { readValues } from "./read-values.ts";
import { mergeTyped, writeSeen } from "./seen-values.ts";

type Ctx = Context<AppContext>;

export const editorScreens = newScreens();

const newQuery = z.object({
  /** A target to copy. */
  from: targetName.optional(),
  url: z.string().max(2_048).optional(),
  kind: z.enum(kinds).optional(),
});

/** Paths of the forms of new targets, with the kind that each begins with. */
const newPaths = [
  ["/targets/new", "page"],
  ["/heartbeats/new", "heartbeat"],
] as const;

for (const [path, usualKind] of newPaths) {
  editorScreens.get(
    path,
    shown(async (c, viewer) => {
      refuseReaders(viewer);
      const { from, url, kind } = queryOf(c, newQuery);
      const begun =
        from === undefined
          ? {
              values: usualValues(viewer.zone, kind ?? usualKind),
              task: { kind: "add" } as const,
            }
          : copyOf(viewer, (await getTarget(c.get("deps"), from)).target);
      const values = {
        ...begun.values,
        ...(url !== undefined && { url }),
        ...(kind !== undefined && { kind }),
      };
      const hidden = { [onceField]: String(viewer.now) };
      return pageOf(c, { viewer, task: begun.task, hidden, values, stored: null });
    }),
  );
  editorScreens.post(
    path,
    acted(async (c, viewer, form) => {
      const kind = form.text("kind") || usualKind;
      const values = readValues(form, usualValues(viewer.zone, kind));
      const hidden = { [onceField]: form.text(onceField) || String(viewer.now) };
      const task = { kind: "add" } as const;
      return await act(
        c,
        { viewer, task, hidden, values, stored: null },
        form,
        (document) => add(c, viewer, form, document),
      );
    }),
  );
}

/** The form of a target as a user would fill it in. */
const filledIn = (viewer: Viewer, target: Target) =>
  valuesOf(patchBaseOf(target, {}), usualFor(viewer.zone, target));

/** A name has 200 characters at most, and says that it is a copy's. */
const longestCopied = 180;

function copyOf(viewer: Viewer, target: Target): Pick<Editing, "values" | "task"> {
  const { name } = target;
  const values = {
    ...filledIn(viewer, target),
    key: "",
    // Of two heartbeats with one address neither would be pinged.
    uuid: "",
    slug: "",
    name: viewer.words.editor.copyOf(name.slice(0, longestCopied)),
  };
  const hasSecrets = /: \*\*\*$/m.test(values.headers);
  return { values, task: { kind: "copy", name, hasSecrets } };
}

async function add(c: Ctx, viewer: Viewer, form: Form, document: ParsedDocument) {
  const once = await onceOf(form, document);
  const { known } = await addTarget(c.get("deps"), document, once);
  leaveNotice(c, { said: sayAdded(viewer, known.target), undo: null });
  const place = known.target.kind === "heartbeat" ? "#ping" : "";
  return goTo(c, `${pathOfTarget(known.target)}${place}`);
}

function sayAdded({ words: { editor, heartbeats } }: Viewer, target: Target): string {
  if (target.kind === "heartbeat")
    return heartbeats[target.enabled ? "added" : "addedPaused"](target.name);
  if (!target.enabled) return editor.addedPaused(target.name);
  const first = nextSlot(slotsOf(target), target.anchorAt - 1);
  return first === target.anchorAt
    ? editor.addedAtOnce(target.name)
    : editor.added(target.name);
}

const editPath = "/targets/:id/edit";

editorScreens.get(
  editPath,
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const known = await getTarget(c.get("deps"), paramsOf(c, idParam).id);
    return pageOf(c, changeOf(viewer, known));
  }),
);

/** The form that changes a target, as it is at first. */
function changeOf(viewer: Viewer, { target, state }: KnownTarget): Editing {
  const values = filledIn(viewer, target);
  return {
    viewer,
    task: { kind: "change", name: target.name, path: pathOfTarget(target) },
    hidden: { revision: etagOf(target), seen: writeSeen(values) },
    values,
    stored: target,
    told: latestRun(state.last, state.manual)?.conditions ?? [],
  };
}

editorScreens.post(
  editPath,
  acted(async (c, viewer, form) => {
    const known = await getTarget(c.get("deps"), paramsOf(c, idParam).id);
    const sent = { revision: form.text("revision"), seen: form.text("seen") };
    const editing = {
      ...changeOf(viewer, known),
      hidden: sent,
      values: readValues(form, unsentValues(viewer, known.target)),
    };
    return await act(c, editing, form, (document) =>
      change(c, editing, { document, ...sent }),
    );
  }),
);

/** The form of a heartbeat leaves out what most of them leave as it is. */
const unsentValues = (viewer: Viewer, target: Target) =>
  target.kind === "heartbeat" ? filledIn(viewer, target) : usualValues(viewer.zone);

type Sent = { document: ParsedDocument; revision: string; seen: string };

async function change(c: Ctx, editing: Editing, { document, revision, seen }: Sent) {
  const { viewer, stored } = editing;
  const deps = c.get("deps");
  const find = () => getTarget(deps, { id: stored?.id ?? 0 });
  try {
    const wanted = { find, expected: { "if-match": revision } };
    const { target } = await replaceTarget(deps, wanted, () => document);
    const { editor } = viewer.words;
    const isChanged = etagOf(target) !== revision;
    const said = isChanged ? editor.changed(target.name) : editor.unchanged;
    leaveNotice(c, { said, undo: null });
    return goTo(c, pathOfTarget(target));
  } catch (error) {
    if (!(error instanceof Problem && error.problem === "stale")) throw error;
    const anew = changeOf(viewer, await find());
    const { values, changes } = mergeTyped(seen, editing.values, anew.values);
    return answerPage(c, pageOf(c, { ...anew, values }, { changes }), 409);
  }
}

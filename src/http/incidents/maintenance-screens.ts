// Serves the page of maintenance windows, and does what its forms and those of targets ask
// for.
import type { Context } from "hono";
import { instantIn } from "#domain/time/zone.ts";
import { isoOf } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import {
  acted,
  answerPage,
  goTo,
  newScreens,
  paramsOf,
  shown,
} from "#http/screens/screen.ts";
import { shortName } from "#http/screens/short-name.ts";
import type { KeptWindow } from "#store/incidents/maintenance.ts";
import { readMaintenance } from "#store/incidents/maintenance.ts";
import { MaintenanceScreen } from "#ui/incidents/maintenance-screen.tsx";
import {
  type MaintenanceField,
  type MaintenanceView,
  maintenanceFields,
  type ShownWindow,
} from "#ui/incidents/maintenance-view.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { refusalIn } from "#ui/words/refusals.ts";
import { addWindow, endWindow, removeWindow } from "./change-maintenance.ts";
import { stateOf, timesOf } from "./maintenance-document.ts";
import { windowParam } from "./maintenance-routes.ts";

type Ctx = Context<AppContext>;

const path = "/maintenance";

/** More make a page that nobody reads. */
const mostShown = 100;

export const maintenanceScreens = newScreens();

maintenanceScreens.get(
  path,
  shown(async (c, viewer) => {
    const view = await viewOf(c, { values: {}, refusals: noRefusals });
    return MaintenanceScreen({ viewer, view, notice: takeNotice(c) });
  }),
);

maintenanceScreens.post(
  path,
  acted(async (c, viewer, form) => {
    try {
      const window = await addWindow(c.get("deps"), documentOf(form, viewer.zone));
      const said = viewer.words.maintenance.added(shortName(window.name));
      leaveNotice(c, { said, undo: null });
      return goTo(c, path);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const refusals = refusalsOf(error, viewer);
      const view = await viewOf(c, { values: valuesOf(form), refusals });
      return answerPage(c, MaintenanceScreen({ viewer, view, notice: null }), 422);
    }
  }),
);

maintenanceScreens.post(
  `${path}/:id/end`,
  acted(async (c, viewer) => {
    const window = await endWindow(c.get("deps"), paramsOf(c, windowParam).id);
    const said = viewer.words.maintenance.ended(shortName(window.name));
    leaveNotice(c, { said, undo: null });
    return goTo(c, path);
  }),
);

maintenanceScreens.post(
  `${path}/:id/delete`,
  acted(async (c, viewer) => {
    const { id } = paramsOf(c, windowParam);
    const window = await removeWindow(c.get("deps"), { id, expected: {} });
    const said = viewer.words.maintenance.deleted(shortName(window.name));
    leaveNotice(c, { said, undo: null });
    return goTo(c, path);
  }),
);

/** The buttons of a target's pages: for so long, or until then. */
maintenanceScreens.post(
  "/targets/:id/maintenance",
  acted(async (c, viewer, form) => {
    const deps = c.get("deps");
    const { target } = await getTarget(deps, paramsOf(c, idParam).id);
    const words = viewer.words.maintenance;
    const length = form.text("for");
    await addWindow(deps, {
      name: words.ofTarget(target.name).slice(0, 200),
      targets: [target.id],
      ...(length === ""
        ? { until: civilInstant(form.text("until"), viewer.zone) }
        : { for: length }),
    });
    leaveNotice(c, { said: words.started(shortName(target.name)), undo: null });
    return goTo(c, form.text("to") || pathOfTarget(target));
  }),
);

type Typed = Pick<MaintenanceView, "values" | "refusals">;

async function viewOf(c: Ctx, typed: Typed): Promise<MaintenanceView> {
  const { db, clock } = c.get("deps");
  const windows = await readMaintenance(db);
  const now = clock.now();
  return {
    windows: windows.slice(0, mostShown).map((window) => toShown(window, now)),
    more: Math.max(0, windows.length - mostShown),
    ...typed,
  };
}

function toShown(window: KeptWindow, now: number): ShownWindow {
  const times = timesOf(window, now);
  return { ...window, ...times, state: stateOf(times) };
}

const valuesOf = (form: Form): MaintenanceView["values"] =>
  Object.fromEntries(
    maintenanceFields
      .filter((name) => form.has(name))
      .map((name) => [name, form.text(name)]),
  );

/** The document that the form's fields make; fields that were sent empty are left out. */
function documentOf(form: Form, zone: string): unknown {
  const list = (name: MaintenanceField) =>
    form
      .text(name)
      .split(/[,\n、]/)
      .map((one) => one.trim())
      .filter((one) => one !== "");
  const given = (name: MaintenanceField, value = form.text(name)) =>
    form.text(name) === "" ? {} : { [name]: value };
  const cron = form.text("cron");
  return {
    name: form.text("name"),
    ...(form.has("all") && { all: true }),
    targets: list("targets"),
    tags: list("tags"),
    ...given("from", civilInstant(form.text("from"), zone)),
    ...given("until", civilInstant(form.text("until"), zone)),
    ...given("for"),
    ...given("lasts"),
    ...(cron !== "" && { schedule: { cron, zone: form.text("zone") || zone } }),
  };
}

/** A civil time of a zone as an instant; what is none stays as it is, and is refused. */
function civilInstant(text: string, zone: string): string {
  const civil = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)
    ? Date.parse(`${text}Z`)
    : Number.NaN;
  return Number.isNaN(civil) ? text : isoOf(instantIn(zone, civil));
}

/** The refusals by the fields of the form, in the viewer's language. */
function refusalsOf({ detail, errors }: Problem, { language }: Viewer): Refusals {
  const refused = errors.length === 0 ? [{ pointer: "/name", detail }] : errors;
  const byField = Map.groupBy(refused, ({ pointer = "" }) => fieldAt(pointer));
  return new Map(
    [...byField].map(([field, own]) => [
      field,
      own.map((one) => refusalIn(language, one.detail)),
    ]),
  );
}

function fieldAt(pointer: string): string {
  const [, first = "", second] = pointer.split("/");
  return first === "schedule" ? (second ?? "cron") : first;
}

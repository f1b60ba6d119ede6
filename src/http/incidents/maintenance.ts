// Serves maintenance windows: creates, lists, reads, changes and deletes them.
import type { Context } from "hono";
import { toPage } from "#http/page.ts";
import { type AppContext, newRouter } from "#http/router.ts";
import { etagOf } from "#http/targets/etag.ts";
import { type KeptWindow, readMaintenance } from "#store/incidents/maintenance.ts";
import {
  addWindow,
  getWindow,
  patched,
  removeWindow,
  replaceWindow,
} from "./change-maintenance.ts";
import { toMaintenanceAnswer } from "./maintenance-document.ts";
import { create, list, patch, put, read, remove } from "./maintenance-routes.ts";

export const maintenanceRoutes = newRouter();

maintenanceRoutes.openapi(list, async (c) => {
  const { db, clock } = c.get("deps");
  const { state, limit, cursor } = c.req.valid("query");
  const now = clock.now();
  const found = (await readMaintenance(db))
    .filter(({ id }) => cursor === null || id < cursor)
    .map((window) => toMaintenanceAnswer(window, now))
    .filter((window) => state === undefined || window.state === state);
  const page = toPage(
    found,
    limit,
    (window) => window,
    ({ id }) => id,
  );
  return c.json(page, 200);
});

maintenanceRoutes.openapi(create, async (c) => {
  const written = await c.req.json();
  const window = await addWindow(c.get("deps"), written);
  return c.json(answerOf(c, window), 201, {
    ...etagHeader(window),
    location: `/api/maintenance/${window.id}`,
  });
});

maintenanceRoutes.openapi(read, async (c) => {
  const window = await getWindow(c.get("deps"), c.req.valid("param").id);
  return c.json(answerOf(c, window), 200, etagHeader(window));
});

maintenanceRoutes.openapi(put, async (c) => {
  const written = await c.req.json();
  const window = await replaceWindow(c.get("deps"), askedOf(c), () => written);
  return c.json(answerOf(c, window), 200, etagHeader(window));
});

maintenanceRoutes.openapi(patch, async (c) => {
  const wanted = c.req.valid("json");
  const window = await replaceWindow(c.get("deps"), askedOf(c), (stored) =>
    patched(stored, wanted),
  );
  return c.json(answerOf(c, window), 200, etagHeader(window));
});

maintenanceRoutes.openapi(remove, async (c) => {
  await removeWindow(c.get("deps"), askedOf(c));
  return c.body(null, 204);
});

const askedOf = (c: Context<AppContext>) => ({
  id: Number(c.req.param("id")),
  expected: { "if-match": c.req.header("if-match") },
});

const answerOf = (c: Context<AppContext>, window: KeptWindow) =>
  toMaintenanceAnswer(window, c.get("deps").clock.now());

const etagHeader = (window: KeptWindow) => ({ etag: etagOf(window) });

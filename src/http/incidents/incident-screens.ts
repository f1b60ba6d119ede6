// Serves the pages of incidents: the list, and one of them with what happened to it.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { type TimelineItem, timelineOf, withRuns } from "#domain/incidents/timeline.ts";
import { cursorField, toPage } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { takeNotice } from "#http/screens/notice.ts";
import { ownName } from "#http/screens/own-name.ts";
import { newScreens, paramsOf, queryOf, shown } from "#http/screens/screen.ts";
import { findAllNamed, namedTarget } from "#http/targets/named-targets.ts";
import {
  countOpenIncidents,
  type IncidentFilter,
  type IncidentPlace,
  type KeptIncident,
  listIncidents,
  readIncidentStory,
} from "#store/incidents/incidents.ts";
import { readSilencesOf } from "#store/notices/silences.ts";
import { findOwnersById } from "#store/targets/owners.ts";
import { IncidentScreen } from "#ui/incidents/incident-screen.tsx";
import type { IncidentPage, IncidentView } from "#ui/incidents/incident-view.ts";
import { IncidentsScreen } from "#ui/incidents/incidents-screen.tsx";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { getIncident, incidentParam } from "./handle-incident.ts";
import { readIncidentRuns } from "./incident-runs.ts";

export const incidentScreens = newScreens();

/** So many incidents stand in each list of a page. */
const incidentsAPage = 40;

/** Of more that are open, the page says that there are at least so many. */
const mostCounted = 1_000;

const place = z.strictObject({ openedAt: z.int(), id: z.string() });

const listQuery = z.strictObject({
  open: z.enum(["true", "false"]).optional(),
  severity: z.enum(["down", "degraded"]).optional(),
  target: z.string().max(200).optional(),
  tag: z.string().max(200).optional(),
  cursor: cursorField(place),
});

type Asked = z.output<typeof listQuery>;

incidentScreens.get(
  "/incidents",
  shown(async (c, viewer) => {
    const asked = queryOf(c, listQuery);
    const view = await readLists(c.get("deps"), asked, viewer);
    return IncidentsScreen({ viewer, view, notice: takeNotice(c) });
  }),
);

async function readLists(deps: Deps, query: Asked, viewer: Viewer) {
  const { open = null, severity, target, tag, cursor } = query;
  const found = await findTarget(deps, target, viewer);
  const filter = { severity, targetId: found.id, tags: tag === undefined ? [] : [tag] };
  const hasOpen = open === "true" || (open === null && cursor === null);
  const [openCount, openPage, closedPage] = found.refusals
    ? [0, null, null]
    : await Promise.all([
        countOpenIncidents(deps.db, filter, mostCounted),
        hasOpen ? readPage(deps, { ...filter, isOpen: true }, cursor) : null,
        open === "true" ? null : readPage(deps, { ...filter, isOpen: false }, cursor),
      ]);
  return {
    asked: { open, severity: severity ?? null, target: target ?? null, tag: tag ?? null },
    openCount,
    isMore: openCount === mostCounted,
    open: openPage,
    closed: closedPage,
    refusals: found.refusals ?? noRefusals,
  };
}

/** What a viewer types is refused at its field. */
async function findTarget(
  deps: Deps,
  target: string | undefined,
  { language }: Viewer,
): Promise<{ id?: number | undefined; refusals?: Refusals }> {
  if (target === undefined) return {};
  const refused = (detail: string) => ({
    refusals: new Map([["target", [refusalIn(language, detail)]]]),
  });
  const name = namedTarget.safeParse(target);
  if (!name.success) return refused(name.error.issues[0]?.message ?? "");
  try {
    const [id] = await findAllNamed(deps, [{ name: name.data, path: ["target"] }], []);
    return { id };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refused(error.errors[0]?.detail ?? error.detail);
  }
}

async function readPage(
  { db }: Deps,
  filter: IncidentFilter,
  after: IncidentPlace | null,
): Promise<IncidentPage> {
  const found = await listIncidents(db, { ...filter, after, limit: incidentsAPage + 1 });
  return toPage(
    found,
    incidentsAPage,
    (incident) => incident,
    ({ openedAt, id }) => ({ openedAt, id }),
  );
}

incidentScreens.get(
  "/incidents/:id",
  shown(async (c, viewer) => {
    const typed = { values: {}, refusals: noRefusals };
    return await showIncident(c, viewer, typed);
  }),
);

/** The page of the incident that the path names, with what was typed in its forms. */
export async function showIncident(
  c: Context<AppContext>,
  viewer: Viewer,
  typed: Pick<IncidentView, "values" | "refusals">,
) {
  const deps = c.get("deps");
  const incident = await getIncident(deps, paramsOf(c, incidentParam).id);
  const [story, silences] = await Promise.all([
    readIncidentStory(deps.db, incident.id),
    readSilencesOf(deps.db, incident.id, deps.clock.now()),
  ]);
  const items = timelineOf(incident, story);
  const owners = await findOwnersById(deps.db, targetsIn(incident, items));
  const owner = owners.find(({ id }) => id === incident.targetId);
  const runs = owner && (await readIncidentRuns(deps, owner, incident));
  const view = {
    incident,
    timeline: runs ? withRuns(items, runs) : items,
    silences,
    targets: new Set(owners.map(({ id }) => id)),
    refusals: typed.refusals,
    values: { by: ownName(c), author: ownName(c), ...typed.values },
  };
  return IncidentScreen({ viewer, view, notice: takeNotice(c) });
}

/** The targets that the page leads to, as far as they are still there. */
const targetsIn = (
  { targetId, children }: KeptIncident,
  items: readonly TimelineItem[],
): number[] => [
  targetId,
  ...Object.keys(children).map(Number),
  ...items.flatMap((item) => (item.kind === "held" ? [item.childId] : [])),
];

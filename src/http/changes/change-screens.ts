// Serves the pages of changes: those of a target, and the stream of all.
import { z } from "@hono/zod-openapi";
import { changeKinds } from "#domain/changes/change.ts";
import { writeStepLine } from "#domain/readings/step-lines/step-line.ts";
import { dayMs } from "#domain/time/instants.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { cursorField } from "#http/page.ts";
import { takeNotice } from "#http/screens/notice.ts";
import { newScreens, paramsOf, queryOf, shown } from "#http/screens/screen.ts";
import { findBrief } from "#store/targets/find-targets.ts";
import { type StreamWindow, streamWindows } from "#ui/changes/change-view.ts";
import { ChangesScreen } from "#ui/changes/changes-screen.tsx";
import { StreamScreen } from "#ui/changes/stream-screen.tsx";
import { contentHash } from "./contents.ts";
import { shownAddresses } from "./feeds/feed-addresses.ts";
import { readChanges, readList } from "./read-changes.ts";
import { readProposals } from "./read-proposals.ts";

export const changeScreens = newScreens();

const kind = z.enum(changeKinds).optional();
const cursor = cursorField(z.strictObject({ at: z.int(), targetId: z.int() }));

const ofTarget = z.object({
  kind,
  cursor,
  contents: cursorField(z.strictObject({ seenAt: z.int(), hash: contentHash })),
});

changeScreens.get(
  "/targets/:id/changes",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { id } = paramsOf(c, idParam);
    const asked = queryOf(c, ofTarget);
    const known = await getTarget(deps, id);
    const [read, feed, proposed] = await Promise.all([
      readChanges(deps, known, asked),
      shownAddresses(c, { kind: "target", id: known.target.id }),
      readProposals(deps, known.target.id),
    ]);
    const proposals = proposed.map(({ step }) => writeStepLine(step));
    const view = { ...read, proposals, feed };
    return ChangesScreen({ viewer, view, notice: takeNotice(c) });
  }),
);

const ofAll = z.object({
  kind,
  cursor,
  tag: z.string().max(200).optional(),
  window: z.enum(streamWindows).default("7d"),
});

const lengths: Readonly<Record<StreamWindow, number>> = {
  "24h": dayMs,
  "7d": 7 * dayMs,
  "30d": 30 * dayMs,
  "90d": 90 * dayMs,
};

changeScreens.get(
  "/changes",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { kind, cursor, tag, window } = queryOf(c, ofAll);
    const filter = {
      kinds: kind && [kind],
      tags: tag === undefined ? [] : [tag],
      from: viewer.now - lengths[window],
    };
    const [list, feed] = await Promise.all([
      readList(deps, filter, cursor),
      shownAddresses(c, tag === undefined ? { kind: "all" } : { kind: "tag", tag }),
    ]);
    const ids = [...new Set(list.items.map(({ targetId }) => targetId))];
    const called = ids.length === 0 ? [] : await findBrief(deps.db, { ids, keys: [] });
    const view = {
      list,
      names: new Map(called.map(({ id, name }) => [id, name])),
      asked: { tag: tag ?? null, kind: kind ?? null, window },
      feed,
    };
    return StreamScreen({ viewer, view, notice: takeNotice(c) });
  }),
);

// Serves the pages of notices, and sends dead ones again.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { noticeStates } from "#domain/notices/notice-state.ts";
import { idField } from "#http/fields.ts";
import { getNotice, sendAgain } from "#http/notices/notices.ts";
import { cursorField, toPage } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { leaveNotice, takeNotice } from "#http/screens/notice.ts";
import {
  acted,
  goTo,
  newScreens,
  paramsOf,
  queryOf,
  shown,
} from "#http/screens/screen.ts";
import { listChannels } from "#store/notices/channels.ts";
import { listNotices, type Notice } from "#store/notices/outbox/notices.ts";
import { NoticeScreen } from "#ui/notices/notice-screen.tsx";
import { pathOfNotice } from "#ui/notices/notice-view.ts";
import { NoticesScreen } from "#ui/notices/notices-screen.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";

type Ctx = Context<AppContext>;

export const noticeScreens = newScreens();

/** So many notices stand on a page. */
const noticesAPage = 50;

const query = z.strictObject({
  channel: idField("This is the id of a channel.").optional(),
  state: z.enum(noticeStates).optional(),
  incident: z.string().max(100).optional(),
  cursor: cursorField(z.object({ createdAt: z.int(), id: z.string() })),
});

noticeScreens.get(
  "/notices",
  shown(async (c, viewer) => {
    const { db } = c.get("deps");
    const { channel = null, state = null, incident = null, cursor } = queryOf(c, query);
    const found = await listNotices(
      db,
      { channelId: channel, state, incidentId: incident },
      { after: cursor, limit: noticesAPage + 1 },
    );
    const place = ({ createdAt, id }: Notice) => ({ createdAt, id });
    const { items, next } = toPage(found, noticesAPage, (notice) => notice, place);
    return NoticesScreen({
      viewer,
      notices: items,
      channels: await listChannels(db),
      filter: { channel, state, incident },
      next,
      notice: takeNotice(c),
    });
  }),
);

const params = z.object({ id: z.string().max(100) });

noticeScreens.get(
  "/notices/:id",
  shown(async (c, viewer) => {
    const told = await getNotice(c.get("deps"), paramsOf(c, params).id);
    return NoticeScreen({ viewer, told, notice: takeNotice(c) });
  }),
);

noticeScreens.post(
  "/notices/:id/resend",
  acted(async (c, viewer) => {
    const { id } = paramsOf(c, params);
    leaveNotice(c, { said: await resend(c, viewer, id), undo: null });
    return goTo(c, pathOfNotice({ id }));
  }),
);

/** What is said of it; a notice that is not dead any more is shown as it is now. */
async function resend(c: Ctx, viewer: Viewer, id: string): Promise<string> {
  const words = viewer.words.alerts.notices;
  try {
    const { channel, channelId } = await sendAgain(c.get("deps"), id);
    return words.resent(channel ?? words.deletedChannel(channelId));
  } catch (error) {
    if (error instanceof Problem && error.problem === "conflict")
      return refusalIn(viewer.language, error.detail);
    throw error;
  }
}

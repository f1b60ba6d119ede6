// Serves the pages of channels, and what their forms and buttons do.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { idField } from "#http/fields.ts";
import {
  addChannel,
  getChannel,
  openChannels,
  removeChannel,
  replaceChannel,
} from "#http/notices/change-channel.ts";
import { type OpenChannel, toChannelDocument } from "#http/notices/channel-document.ts";
import { channelSource } from "#http/notices/channel-source.ts";
import { testChannel } from "#http/notices/test-channel.ts";
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
  queryOf,
  refuseReaders,
  shown,
} from "#http/screens/screen.ts";
import { shortName } from "#http/screens/short-name.ts";
import { etagOf } from "#http/targets/etag.ts";
import { countNotices } from "#store/notices/outbox/notice-counts.ts";
import {
  ChannelScreen,
  DeleteChannelScreen,
} from "#ui/notices/channels/channel-screen.tsx";
import { pathOfChannel } from "#ui/notices/channels/channel-view.ts";
import { ChannelsScreen } from "#ui/notices/channels/channels-screen.tsx";
import {
  ChooseKindScreen,
  NewChannelScreen,
} from "#ui/notices/channels/new-channel-screen.tsx";
import type { Notice } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import {
  type PreviewedForm,
  previewStored,
  previewTyped,
  statusOfForm,
} from "./channel-preview.ts";
import {
  documentOf,
  fieldsOf,
  formOf,
  newForm,
  refusalsOf,
  typedForm,
  viewOf,
} from "./channel-values.ts";
import { saving, statusOf } from "./saving.ts";

type Ctx = Context<AppContext>;

export const channelScreens = newScreens();

channelScreens.get(
  "/channels",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const channels = await openChannels(deps, channelSource);
    const counts = await countNotices(deps.db);
    return ChannelsScreen({
      viewer,
      channels: channels.map((open) => viewOf(open, counts.get(open.channel.id))),
      notice: takeNotice(c),
    });
  }),
);

const newQuery = z.strictObject({ kind: z.string().max(50).optional() });

channelScreens.get(
  "/channels/new",
  shown((c, viewer) => {
    refuseReaders(viewer);
    const { kind } = queryOf(c, newQuery);
    if (kind === undefined) return ChooseKindScreen({ viewer });
    const form = newForm(kind, knownFields(kind), viewer.language);
    return NewChannelScreen({ viewer, form, preview: null });
  }),
);

/** Throws the Problem `not-found` for a kind that there is not. */
function knownFields(kind: string) {
  const fields = fieldsOf(kind);
  if (fields !== null) return fields;
  throw new Problem("not-found", `There is no kind of channel ${kind}.`);
}

channelScreens.post(
  "/channels/new",
  acted(async (c, viewer, sent) => {
    const kind = sent.text("kind");
    const form = typedForm(kind, knownFields(kind), sent);
    if (sent.has("preview")) {
      const shown = previewTyped(c.get("deps"), form, viewer.language);
      return answerPage(c, NewChannelScreen({ viewer, ...shown }), statusOfForm(shown));
    }
    return await saving(
      async () => {
        const open = await addChannel(c.get("deps"), channelSource, documentOf(form));
        const { name } = open.channel;
        leaveNotice(c, {
          said: viewer.words.channels.did.added(shortName(name)),
          undo: null,
        });
        return goTo(c, pathOfChannel(open.channel));
      },
      (problem) => {
        const refused = { ...form, refusals: refusalsOf(problem, viewer.language) };
        const page = NewChannelScreen({ viewer, form: refused, preview: null });
        return answerPage(c, page, statusOf(problem));
      },
    );
  }),
);

const params = z.object({ id: idField("This is the id of a channel.") });

channelScreens.get(
  "/channels/:id",
  shown(async (c, viewer) => {
    const open = await openAsked(c);
    const previewed = previewStored(c.get("deps"), formOf(open), open.channel);
    return await pageOf(c, viewer, open, previewed);
  }),
);

const openAsked = (c: Ctx): Promise<OpenChannel> =>
  getChannel(c.get("deps"), channelSource, paramsOf(c, params).id);

async function pageOf(c: Ctx, viewer: Viewer, open: OpenChannel, shown: PreviewedForm) {
  const counts = await countNotices(c.get("deps").db);
  const channel = viewOf(open, counts.get(open.channel.id));
  return ChannelScreen({ viewer, channel, ...shown, notice: takeNotice(c) });
}

channelScreens.post(
  "/channels/:id",
  acted(async (c, viewer, sent) => {
    const open = await openAsked(c);
    const { id, kind } = open.channel;
    const form = typedForm(kind, knownFields(kind), sent);
    if (sent.has("preview")) {
      const shown = previewTyped(c.get("deps"), form, viewer.language);
      return answerPage(c, await pageOf(c, viewer, open, shown), statusOfForm(shown));
    }
    const expected = form.revision === null ? {} : { "if-match": form.revision };
    const { did } = viewer.words.channels;
    return await saving(
      async () => {
        const deps = c.get("deps");
        const changed = await replaceChannel(deps, channelSource, { id, expected }, () =>
          documentOf(form),
        );
        const isSame = changed.channel.revision === open.channel.revision;
        const said = isSame
          ? did.unchanged
          : did.changed(shortName(changed.channel.name));
        leaveNotice(c, { said, undo: null });
        return goTo(c, pathOfChannel({ id }));
      },
      async (problem) => {
        const refusals = refusalsOf(problem, viewer.language);
        // What was typed may be sent again: it was told that it was changed meanwhile.
        const again = { ...form, refusals, revision: etagOf(open.channel) };
        const page = await pageOf(c, viewer, open, { form: again, preview: null });
        return answerPage(c, page, statusOf(problem));
      },
    );
  }),
);

channelScreens.get(
  "/channels/:id/delete",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    return DeleteChannelScreen({
      viewer,
      channel: viewOf(await openAsked(c), undefined),
    });
  }),
);

channelScreens.post(
  "/channels/:id/delete",
  acted(async (c, viewer) => {
    const { id, name } = (await openAsked(c)).channel;
    await removeChannel(c.get("deps"), channelSource, { id, expected: {} });
    const said = viewer.words.channels.did.deleted(shortName(name));
    leaveNotice(c, { said, undo: null });
    return goTo(c, "/channels");
  }),
);

/** Does something to the channel of the path, and leads back to where the form stood. */
const doing = (deed: (c: Ctx, viewer: Viewer, open: OpenChannel) => Promise<Notice>) =>
  acted(async (c: Ctx, viewer: Viewer, form: Form) => {
    const open = await openAsked(c);
    const to = form.text("to") || pathOfChannel(open.channel);
    const { said, undo } = await deed(c, viewer, open);
    leaveNotice(c, { said, undo: undo && { ...undo, fields: { to } } });
    return goTo(c, to);
  });

channelScreens.post(
  "/channels/:id/test",
  doing(async (c, viewer, { channel }) => {
    const { outcome } = await testChannel(c.get("deps"), channel);
    const said = viewer.words.channels.did.tested[outcome](shortName(channel.name));
    return { said, undo: null };
  }),
);

for (const does of ["enable", "disable"] as const)
  channelScreens.post(
    `/channels/:id/${does}`,
    doing(async (c, viewer, { channel: { id, name } }) => {
      const enabled = does === "enable";
      const deps = c.get("deps");
      await replaceChannel(deps, channelSource, { id, expected: {} }, (open) => ({
        ...toChannelDocument(open, channelSource.kinds),
        enabled,
      }));
      const said = viewer.words.channels.did[`${does}d`](shortName(name));
      const back = enabled ? "disable" : "enable";
      return { said, undo: { action: `${pathOfChannel({ id })}/${back}`, fields: {} } };
    }),
  );

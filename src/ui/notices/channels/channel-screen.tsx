// Shows one channel: how it stands, what it answered last, and the form that changes it.
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import { ChannelSettings, FormRefusals } from "./channel-form.tsx";
import {
  type ChannelFormView,
  type ChannelView,
  pathOfChannel,
  type ShownPreview,
} from "./channel-view.ts";
import {
  Answer,
  ChannelForm,
  ChannelStatus,
  isTroubled,
  sayCounts,
  titleOfKind,
} from "./channel-words.tsx";
import { PreviewCard } from "./template-fields.tsx";

type ChannelProps = {
  viewer: Viewer;
  channel: ChannelView;
  form: ChannelFormView;
  /** Null for a kind that takes no template. */
  preview: ShownPreview | null;
  notice: Notice | null;
};

export const ChannelScreen = (props: ChannelProps) => {
  const { viewer, channel, form, preview, notice } = props;
  const words = viewer.words.channels;
  const title = words.changeTitle(channel.name);
  const isAdmin = viewer.role === "admin";
  return (
    <Page viewer={viewer} title={title} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="channels" />
      <div class="head">
        <div>
          <h1 class="url">{title}</h1>
          <p class="quiet">{titleOfKind(channel.kind, viewer)}</p>
        </div>
        {isAdmin && <Buttons viewer={viewer} channel={channel} />}
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <FormRefusals viewer={viewer} form={form} />
      <State viewer={viewer} channel={channel} />
      {isAdmin ? (
        <ChannelSettings viewer={viewer} form={form} action={pathOfChannel(channel)} />
      ) : (
        <Settings viewer={viewer} form={form} />
      )}
      {preview !== null && <PreviewCard viewer={viewer} preview={preview} />}
    </Page>
  );
};

type Shown = Pick<ChannelProps, "viewer" | "channel">;

const Buttons = ({ viewer, channel }: Shown) => {
  const words = viewer.words.channels;
  const path = pathOfChannel(channel);
  const switches = channel.enabled ? "disable" : "enable";
  return (
    <div class="row">
      <ChannelForm viewer={viewer} channel={channel} does="test" to={path} />
      <ChannelForm viewer={viewer} channel={channel} does={switches} to={path} />
      <a class="button danger" href={`${path}/delete`}>
        {words.delete}
      </a>
    </div>
  );
};

const State = ({ viewer, channel }: Shown) => {
  const { problem, lastAnswer, enabled } = channel;
  const words = viewer.words.channels;
  const isRetried = problem === null && lastAnswer?.outcome === "retry";
  const trouble = isRetried ? "degraded" : "failed";
  const kind = isTroubled(channel) ? trouble : enabled ? "up" : "paused";
  return (
    <section class={`said ${kind}`}>
      <ChannelStatus viewer={viewer} channel={channel} />
      {problem !== null && <p>{sentenceIn(viewer.language, problem)}</p>}
      {lastAnswer !== null && (
        <p>
          <Answer viewer={viewer} answer={lastAnswer} />
        </p>
      )}
      <p>
        <a href={`/notices?channel=${channel.id}`}>
          {words.noticesOf}
          {viewer.words.common.labelled("", sayCounts(channel, viewer))}
        </a>
      </p>
      {viewer.role === "admin" && <p class="small">{words.testHint}</p>}
    </section>
  );
};

/** The settings for who may only look. */
const Settings = ({ viewer, form }: Pick<ChannelProps, "viewer" | "form">) => {
  const { labels, fields, languages } = viewer.words.channels;
  const { values } = form;
  return (
    <dl class="card pairs">
      {Object.keys(form.fields).map((name) =>
        values[name] === undefined ? null : (
          <>
            <dt>{fields[name] ?? name}</dt>
            <dd>{values[name]}</dd>
          </>
        ),
      )}
      {(["template-title", "template-text"] as const).map((name) =>
        values[name] === undefined ? null : (
          <>
            <dt>{labels[name]}</dt>
            <dd>
              <pre>{values[name]}</pre>
            </dd>
          </>
        ),
      )}
      <dt>{labels.language}</dt>
      <dd>{languages[values.language === "ja" ? "ja" : "en"]}</dd>
    </dl>
  );
};

export const DeleteChannelScreen = ({ viewer, channel }: Shown) => {
  const { ask } = viewer.words.channels;
  const title = ask.title(channel.name);
  const path = pathOfChannel(channel);
  return (
    <Page viewer={viewer} title={title} place="alerts" narrow>
      <h1 class="url">{title}</h1>
      <section class="said failed">
        <p>{ask.warning}</p>
      </section>
      <form class="card" method="post" action={`${path}/delete`}>
        <FormToken token={viewer.formToken} />
        <div class="row">
          <button type="submit" class="danger">
            {ask.sure}
          </button>
          <a class="button" href={path}>
            {ask.cancel}
          </a>
        </div>
      </form>
    </Page>
  );
};

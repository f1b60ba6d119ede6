// Asks what kind a new channel is, and then for its settings.
import { channelKindNames } from "#domain/notices/channels/kinds.ts";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { ChannelSettings, FormRefusals } from "./channel-form.tsx";
import { apprise, type ChannelFormView, type ShownPreview } from "./channel-view.ts";
import { titleOfKind } from "./channel-words.tsx";
import { PreviewCard } from "./template-fields.tsx";

export const ChooseKindScreen = ({ viewer }: { viewer: Viewer }) => {
  const words = viewer.words.channels;
  return (
    <Page viewer={viewer} title={words.chooseTitle} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="channels" />
      <div class="head">
        <div>
          <h1>{words.chooseTitle}</h1>
          <p class="quiet">{words.chooseLead}</p>
        </div>
      </div>
      <nav class="card" aria-label={words.kindsTitle}>
        <ul class="row">
          {channelKindNames.map((kind) => (
            <li>
              <a class="button" href={`/channels/new?kind=${kind}`}>
                {titleOfKind(kind, viewer)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <section class="card" aria-labelledby="apprise">
        <h2 id="apprise">{words.apprise.title}</h2>
        <p>{words.apprise.hint}</p>
        <p>
          <a class="button" href={`/channels/new?kind=${apprise}`}>
            {words.addApprise}
          </a>
        </p>
      </section>
    </Page>
  );
};

type NewProps = {
  viewer: Viewer;
  form: ChannelFormView;
  /** Null before it is asked for. */
  preview: ShownPreview | null;
};

export const NewChannelScreen = ({ viewer, form, preview }: NewProps) => {
  const words = viewer.words.channels;
  const title =
    form.kind === apprise
      ? words.addApprise
      : words.addTitle(titleOfKind(form.kind, viewer));
  return (
    <Page viewer={viewer} title={title} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="channels" />
      <h1>{title}</h1>
      <FormRefusals viewer={viewer} form={form} />
      <ChannelSettings viewer={viewer} form={form} action="/channels/new" />
      {preview !== null && <PreviewCard viewer={viewer} preview={preview} />}
    </Page>
  );
};

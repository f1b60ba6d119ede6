// Shows how telling stands, and leads to the pages about it.
import type { Child } from "hono/jsx";
import type { NoticeCount } from "#ui/notices/channels/channel-view.ts";
import { AlertsNav, type AlertsPlace, pathOfAlerts } from "#ui/screens/alerts-nav.tsx";
import { Page, PageHead } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";

export type AlertsView = {
  channels: number;
  /** Of all channels. */
  waiting: NoticeCount;
  dead: NoticeCount;
  /** How many routes decide; null when nobody decided anything. */
  routes: number | null;
  silences: number;
};

type AlertsProps = { viewer: Viewer; view: AlertsView };

export const AlertsScreen = ({ viewer, view }: AlertsProps) => {
  const title = sayTitle(view, viewer);
  const words = viewer.words.alerts.ground;
  const { channels, routes, silences } = view;
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place={null} />
      <PageHead title={title} lead={words.lead} />
      <div class="three">
        <Card viewer={viewer} place="incidents">
          {words.incidents}
        </Card>
        <Card viewer={viewer} place="channels">
          {channels === 0 ? words.noChannels : words.channels(counted(channels))}
        </Card>
        <Card viewer={viewer} place="notices">
          {words.notices}
        </Card>
        <Card viewer={viewer} place="routes">
          {routes === null ? words.routes : words.ownRoutes(counted(routes))}
        </Card>
        <Card viewer={viewer} place="silences">
          {words.silences(counted(silences))}
        </Card>
        <Card viewer={viewer} place="maintenance">
          {words.maintenance}
        </Card>
      </div>
    </Page>
  );
};

function sayTitle({ channels, waiting, dead }: AlertsView, { words }: Viewer): string {
  const { title } = words.alerts.ground;
  if (dead.count > 0) return title.dead(counted(dead.count), dead.isMore);
  if (waiting.count > 0) return title.waiting(counted(waiting.count), waiting.isMore);
  return channels === 0 ? title.none : title.well;
}

type CardProps = { viewer: Viewer; place: AlertsPlace; children?: Child };

const Card = ({ viewer, place, children }: CardProps) => (
  <section class="card">
    <h2>
      <a href={pathOfAlerts(place)}>{viewer.words.alerts.places[place]}</a>
    </h2>
    <p>{children}</p>
  </section>
);

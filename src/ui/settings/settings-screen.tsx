// Shows how junkai itself is: its health, its room and its budget, what is configured, and
// how to connect other programs and browsers.
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatPercent } from "#ui/words/format.ts";
import { AlertsCard } from "./alerts-card.tsx";
import { BudgetCard } from "./budget-card.tsx";
import { ConfigurationCard } from "./configuration-card.tsx";
import { ConnectCard, LoginLinkCard } from "./connect-cards.tsx";
import { AsideCard, HealthState } from "./health-cards.tsx";
import { HeartbeatsCard } from "./heartbeats-card.tsx";
import { PreferencesCard } from "./preferences-card.tsx";
import type { MadeLink, SettingsView } from "./settings-view.ts";
import { StorageCard } from "./storage-card.tsx";

type SettingsProps = {
  viewer: Viewer;
  view: SettingsView;
  link: MadeLink | null;
  notice: Notice | null;
};

export const SettingsScreen = ({ viewer, view, link, notice }: SettingsProps) => {
  const { settings, jobs } = viewer.words;
  const used = formatPercent(view.storage.usedShare, "up");
  const title = settings.title(jobs.health[view.health.status], used);
  return (
    <Page viewer={viewer} title={title} place="settings">
      <div class="head">
        <h1>{title}</h1>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <HealthState viewer={viewer} health={view.health} />
      {view.setAside.length > 0 && (
        <AsideCard viewer={viewer} things={view.setAside} hasMore={view.hasMoreAside} />
      )}
      <div class="three">
        <StorageCard viewer={viewer} storage={view.storage} />
        <BudgetCard viewer={viewer} budget={view.budget} />
        <PreferencesCard viewer={viewer} />
      </div>
      <AlertsCard viewer={viewer} telling={view.telling} />
      <ConfigurationCard viewer={viewer} view={view} />
      {viewer.role === "admin" && (
        <LoginLinkCard viewer={viewer} presences={view.presences} link={link} />
      )}
      <HeartbeatsCard viewer={viewer} view={view} />
      <ConnectCard viewer={viewer} origin={view.origin} />
    </Page>
  );
};

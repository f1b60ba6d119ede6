// Shows a target: how it is, whether its slots ran, how long they took, and its runs.
import type { Child } from "hono/jsx";
import { latestRun } from "#domain/runs/run.ts";
import { ConditionCard } from "#ui/screens/condition-table.tsx";
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { SetAsideBox } from "./set-aside-box.tsx";
import { sayState, TargetState } from "./states/target-state.tsx";
import { NextSlots, TargetCalendar } from "./target-calendar.tsx";
import { TargetChanges } from "./target-changes.tsx";
import { TargetHead } from "./target-head.tsx";
import { TargetIncident } from "./target-incident.tsx";
import { TargetLatency } from "./target-latency.tsx";
import { TargetRuns } from "./target-runs.tsx";
import { TargetTiles } from "./target-tiles.tsx";
import type { TargetView } from "./target-view.ts";

type ScreenProps = {
  viewer: Viewer;
  view: TargetView;
  notice: Notice | null;
  /** What targets of this kind show besides: the first things, and the last. */
  above?: Child;
  below?: Child;
};

/** How often the page is asked for again. */
const liveSeconds = 15;

export const TargetScreen = ({ viewer, view, notice, above, below }: ScreenProps) => {
  const { target, unreadable } = view;
  const words = viewer.words.target;
  return (
    <Page
      viewer={viewer}
      title={words.title(sayState(view, viewer), target.name)}
      place="overview"
      liveSeconds={liveSeconds}
    >
      <NoticeView viewer={viewer} notice={notice} />
      <TargetHead viewer={viewer} target={target} tab="runs" />
      {target.kind !== "heartbeat" && <RunPlace viewer={viewer} />}
      <TargetState viewer={viewer} view={view} />
      <TargetIncident viewer={viewer} view={view} />
      <SetAsideBox viewer={viewer} view={view} />
      {unreadable > 0 && (
        <section class="said degraded">
          <p class="status">
            <Shape kind="degraded" />
            {words.unreadable(unreadable)}
          </p>
        </section>
      )}
      {above}
      <ConditionCard
        viewer={viewer}
        conditions={lastConditions(view)}
        caption={viewer.words.conditions.lastRun}
      />
      <TargetChanges viewer={viewer} view={view} />
      <TargetTiles viewer={viewer} view={view} />
      <TargetCalendar viewer={viewer} view={view} />
      <TargetLatency viewer={viewer} view={view} />
      <TargetRuns viewer={viewer} view={view} />
      {below}
      <NextSlots viewer={viewer} view={view} />
      {target.badges && <Badges viewer={viewer} view={view} />}
    </Page>
  );
};

const lastConditions = ({ state }: TargetView) =>
  latestRun(state.last, state.manual)?.conditions ?? [];

/** Where a script shows the run that somebody asks for. */
const RunPlace = ({ viewer: { words } }: Pick<ScreenProps, "viewer">) => {
  const { running, ran, open, lost } = words.target.runNow;
  return (
    <div
      aria-live="polite"
      data-keep
      data-run-place
      data-running={running}
      data-ran={ran}
      data-open={open}
      data-lost={lost}
    />
  );
};

const badgeNames = ["status", "availability", "latency"] as const;

const Badges = ({ viewer, view: { target } }: Pick<ScreenProps, "viewer" | "view">) => {
  const { title, hint } = viewer.words.target.badges;
  return (
    <section class="card" aria-labelledby="badges">
      <h2 id="badges">{title}</h2>
      <p class="small quiet">{hint}</p>
      <ul>
        {badgeNames.map((name) => {
          const path = `/badges/${target.id}/${name}.svg`;
          return (
            <li>
              <a href={path}>
                <code>{path}</code>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
};

// Shows everything at a glance: what is wrong, whether everything ran, and all targets.

import { BulkBar } from "#ui/overview/bulk/bulk-bar.tsx";
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatAgo } from "#ui/words/format.ts";
import { addressOf, type OverviewView } from "./overview-view.ts";
import { isSilent, sayHeading, sayStanding } from "./overview-words.ts";
import { ProblemList } from "./problem-list.tsx";
import { SlotLedger } from "./slot-ledger.tsx";
import { FilterForm, NothingFound, StatusCounts } from "./target-filter.tsx";
import { TargetTable } from "./target-table.tsx";
import { Wall } from "./wall.tsx";

type ScreenProps = { viewer: Viewer; view: OverviewView; notice: Notice | null };

const liveSeconds = 15;

export const OverviewScreen = ({ viewer, view, notice }: ScreenProps) => {
  const title = sayHeading(view, viewer);
  const isWall = view.asked.view === "wall";
  return (
    <Page viewer={viewer} title={title} place="overview" liveSeconds={liveSeconds}>
      <Head viewer={viewer} view={view} title={title} />
      <NoticeView viewer={viewer} notice={notice} />
      {isSilent(view, viewer.now) && <Silence viewer={viewer} view={view} />}
      {!isWall && <ProblemList viewer={viewer} view={view} />}
      {!isWall && <SlotLedger viewer={viewer} view={view} />}
      <Targets viewer={viewer} view={view} />
    </Page>
  );
};

type PartProps = { viewer: Viewer; view: OverviewView };

const Head = ({ viewer, view, title }: PartProps & { title: string }) => {
  const words = viewer.words.overview;
  const isWall = view.asked.view === "wall";
  const standing = sayStanding(view, viewer);
  return (
    <div class="head">
      <div>
        <h1>{title}</h1>
        {standing !== null && <p class="quiet">{standing}</p>}
      </div>
      <div class="row" data-swap>
        <a
          class="button"
          href={addressOf(view.asked, {
            view: isWall ? "rows" : "wall",
            open: null,
          })}
        >
          {words[isWall ? "rows" : "wall"]}
        </a>
        {viewer.role === "admin" && (
          <>
            <a class="button" href="/heartbeats/new">
              {viewer.words.heartbeats.add}
            </a>
            <a class="button primary" href="/targets/new">
              {words.add}
            </a>
          </>
        )}
      </div>
    </div>
  );
};

/** Says first that what is below is old. */
const Silence = ({ viewer, view: { ledger } }: PartProps) => {
  const words = viewer.words.overview.silent;
  const { lastTickAt } = ledger;
  return (
    <section class="said failed">
      <h2 class="status">
        <svg aria-hidden="true">
          <use href="#failed" />
        </svg>
        {words.title}
      </h2>
      <p>
        {viewer.words.common.sentences([
          lastTickAt === null ? words.never : words.since(formatAgo(lastTickAt, viewer)),
          words.advice,
        ])}{" "}
        <a href="/jobs">{words.jobs}</a>
      </p>
    </section>
  );
};

const Targets = ({ viewer, view }: PartProps) => {
  const { asked, rows } = view;
  const isWall = asked.view === "wall";
  return (
    <section class="card" aria-labelledby="all">
      <header>
        <h2 id="all">{viewer.words.overview.targets.title}</h2>
      </header>
      <StatusCounts viewer={viewer} view={view} />
      {view.isCountCut && (
        <p class="small quiet">{viewer.words.overview.targets.countCut}</p>
      )}
      <FilterForm viewer={viewer} view={view} />
      {rows.length === 0 ? (
        <NothingFound viewer={viewer} view={view} />
      ) : isWall ? (
        <Wall viewer={viewer} view={view} />
      ) : (
        <TargetTable viewer={viewer} view={view} />
      )}
      {!isWall && rows.length > 0 && viewer.role === "admin" && (
        <BulkBar viewer={viewer} view={view} />
      )}
    </section>
  );
};

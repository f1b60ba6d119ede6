// Shows how far a crawl is, or how it ended: a sentence, a meter, and figures.
import { type Crawl, countFound, estimateEnd, hindrance } from "#domain/sites/crawl.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { Shape, type ShapeKind } from "#ui/screens/drawings/shapes.tsx";
import { Meter } from "#ui/screens/drawings/strips.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { Tile } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import {
  counted,
  formatAgo,
  formatBytes,
  formatLength,
  formatNumber,
  formatPercent,
  formatRate,
} from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { OfSite } from "./site-page.tsx";

export const crawlShapes = {
  running: "running",
  completed: "up",
  incomplete: "degraded",
  failed: "failed",
  cancelled: "skipped",
} as const satisfies Record<Crawl["state"], ShapeKind>;

export const pathOfCrawl = ({ targetId, id }: Pick<Crawl, "targetId" | "id">): string =>
  `/targets/${targetId}/crawls/${id}`;

/** How long a page with a crawl may be old, in seconds: seen to move while one is open. */
export const liveSecondsOf = (crawl: Crawl | null): number =>
  crawl !== null && crawl.endedAt === null ? 3 : 15;

/** A crawl's state in a sentence with its main figures. */
export function sayCrawl(crawl: Crawl, { words }: OfSite["viewer"]): string {
  const { begun, underWay, ended } = words.sites;
  const fetched = counted(crawl.progress.fetched);
  if (crawl.state !== "running") return ended[crawl.state](crawl.id, fetched);
  const { found } = countFound(crawl);
  return found === 0 ? begun(crawl.id) : underWay(crawl.id, fetched, counted(found));
}

type CrawlProps = OfSite & { crawl: Crawl };

type CardProps = CrawlProps & {
  /** How many URLs the crawl before found; null without one. */
  foundBefore: number | null;
};

export const CrawlCard = ({ viewer, target, crawl, foundBefore }: CardProps) => (
  <section class="card" aria-labelledby="crawl">
    <header>
      <h2 id="crawl" class={`status ${crawlShapes[crawl.state]}`}>
        <Shape
          kind={crawlShapes[crawl.state]}
          {...(crawl.state === "running" && { class: "pulse" })}
        />
        <a class="plain" href={pathOfCrawl(crawl)}>
          {sayCrawl(crawl, viewer)}
        </a>
      </h2>
      <Course viewer={viewer} crawl={crawl} />
    </header>
    <Waiting viewer={viewer} target={target} crawl={crawl} />
    {crawl.reason !== null && <p>{sentenceIn(viewer.language, crawl.reason)}</p>}
    <CrawlMeter viewer={viewer} crawl={crawl} />
    <Figures viewer={viewer} crawl={crawl} foundBefore={foundBefore} />
    {crawl.endedAt === null && viewer.role === "admin" && (
      <form class="row" method="post" action={`${pathOfCrawl(crawl)}/cancel`}>
        <FormToken token={viewer.formToken} />
        <button type="submit" class="danger">
          {viewer.words.sites.cancel}
        </button>
      </form>
    )}
  </section>
);

type ViewProps = Omit<CrawlProps, "target">;

/** When it began, and when it ended or may end. */
const Course = ({ viewer, crawl }: ViewProps) => {
  const { sites } = viewer.words;
  const { startedAt, endedAt } = crawl;
  return (
    <p class="small quiet">
      {sites.startedAt} <Time at={startedAt} viewer={viewer} />
      {sites.comma}
      {endedAt === null ? (
        <>
          <Time at={startedAt} form="ago" viewer={viewer} />
          {sites.comma}
          <Rest crawl={crawl} viewer={viewer} />
        </>
      ) : (
        <>
          {sites.endedAt} <Time at={endedAt} viewer={viewer} />
          {sites.comma}
          {sites.tookSpan(formatLength(endedAt - startedAt, viewer.language))}
        </>
      )}
    </p>
  );
};

const Rest = ({ viewer, crawl }: ViewProps) => {
  const { sites } = viewer.words;
  const { endsAt } = estimateEnd(crawl, viewer.now);
  return (
    <>
      {endsAt === null
        ? sites.doneUnknown
        : sites.doneIn(formatLength(roundUp(endsAt - viewer.now), viewer.language))}
    </>
  );
};

/** A guess has whole seconds, or whole minutes where there are several. */
function roundUp(ms: number): number {
  const step = ms > 5 * minuteMs ? minuteMs : 1_000;
  return Math.max(1, Math.ceil(ms / step)) * step;
}

/** What keeps an open crawl from going on. */
const Waiting = ({ viewer, target, crawl }: CrawlProps) => {
  const inTheWay = crawl.endedAt === null ? hindrance(crawl, target) : null;
  if (inTheWay === null) return null;
  const { waits } = viewer.words.sites;
  const again = formatAgo(Math.max(crawl.nextAt, viewer.now), viewer);
  const sentence =
    inTheWay === "pause"
      ? waits.pause
      : waits.trouble(viewer.words.failures.explain(inTheWay), again);
  return (
    <p class="said degraded" role="status">
      {sentence}
    </p>
  );
};

const CrawlMeter = ({ viewer, crawl }: ViewProps) => {
  const { fetched, failed } = crawl.progress;
  const { found, queued } = countFound(crawl);
  const written = [fetched, queued, failed].map((count) => formatNumber(count));
  const [done = "", waiting = "", broken = ""] = written;
  return (
    <Meter
      parts={[
        { value: fetched - failed, kind: "work" },
        { value: failed, kind: "bad" },
      ]}
      total={found}
      label={viewer.words.sites.meter(done, waiting, broken)}
    />
  );
};

const Figures = ({ viewer, crawl, foundBefore }: Omit<CardProps, "target">) => {
  const { figures } = viewer.words.sites;
  const { progress } = crawl;
  const { found, queued } = countFound(crawl);
  const { perSecond } = estimateEnd(crawl, viewer.now);
  const none = crawl.endedAt === null ? figures.noneFailedYet : figures.noneFailed;
  const failedNote =
    progress.failed === 0
      ? none
      : figures.failedShare(formatPercent(progress.failed / progress.fetched, "up"));
  return (
    <dl class="tiles">
      <Tile
        name={figures.found}
        figure={formatNumber(found)}
        notes={[compare(crawl, foundBefore, viewer)]}
      />
      <Tile
        name={figures.fetched}
        figure={formatNumber(progress.fetched)}
        notes={[figures.notModified(counted(progress.notModified))]}
      />
      <Tile
        name={figures.queued}
        figure={formatNumber(queued)}
        notes={[figures.dropped(counted(progress.dropped))]}
      />
      <Tile
        name={figures.failed}
        figure={formatNumber(progress.failed)}
        notes={[failedNote]}
      />
      <Tile
        name={figures.rate}
        figure={
          perSecond === null ? figures.unknown : formatRate(perSecond, viewer.language)
        }
        notes={[figures.read(formatBytes(progress.bytes))]}
      />
    </dl>
  );
};

/** A crawl that goes on is not compared: it may still find more. */
function compare(crawl: Crawl, before: number | null, { words }: OfSite["viewer"]) {
  const { figures } = words.sites;
  const { found } = countFound(crawl);
  if (before === null) return figures.firstTime;
  if (crawl.endedAt === null) return figures.lastTime(counted(before));
  if (found === before) return figures.sameAsBefore;
  return found > before
    ? figures.moreThanBefore(counted(found - before))
    : figures.fewerThanBefore(counted(before - found));
}

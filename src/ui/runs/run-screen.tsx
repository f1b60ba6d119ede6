// Shows a run: what came of it, where its time went, what was asked and what was seen; or
// why a slot has no run.
import { type DropFate, outcomeOf, type Run } from "#domain/runs/run.ts";
import { ConditionCard } from "#ui/screens/condition-table.tsx";
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { whyDropped } from "#ui/screens/drawings/slot-words.ts";
import { Waterfall } from "#ui/screens/drawings/waterfall.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { isoOf } from "#ui/targets/address.ts";
import { canRunNow, pathOfTarget } from "#ui/targets/target-head.tsx";
import { formatClock, formatDate, formatLength } from "#ui/words/format.ts";
import { Answer, Request } from "./run-parts.tsx";
import { RunReport } from "./run-report.tsx";
import { RunTiles, SlotTiles } from "./run-tiles.tsx";
import type { RunView } from "./run-view.ts";

type ScreenProps = { viewer: Viewer; view: RunView; notice: Notice | null };
type ViewProps = Omit<ScreenProps, "notice">;

export const RunScreen = ({ viewer, view, notice }: ScreenProps) => {
  const { slot, dueAt } = view;
  const words = viewer.words.run;
  const clock = formatClock(dueAt, viewer);
  const ending =
    slot.kind !== "run" ? viewer.words.fates[slot.kind] : endingOf(slot.run, viewer);
  return (
    <Page viewer={viewer} title={words.title(clock, ending)} place="overview">
      <NoticeView viewer={viewer} notice={notice} />
      <Head viewer={viewer} view={view} />
      {slot.kind === "run" ? (
        <RunParts viewer={viewer} view={view} run={slot.run} />
      ) : (
        <NoRun viewer={viewer} view={view} fate={slot.kind} />
      )}
    </Page>
  );
};

function endingOf(run: Run, { words }: Viewer): string {
  const outcome = outcomeOf(run);
  return outcome === "failed" ? words.fates.failed : words.run.endings[outcome];
}

const Head = ({ viewer, view }: ViewProps) => {
  const { target, dueAt, slot, previousAt, nextAt } = view;
  const { run: words, target: targetWords, common } = viewer.words;
  const path = pathOfTarget(target);
  const canRun = viewer.role === "admin" && canRunNow(target);
  const [clock, date] = [formatClock(dueAt, viewer), formatDate(dueAt, viewer)];
  return (
    <div class="head">
      <div>
        <nav aria-label={targetWords.where}>
          <a href="/">{common.places.overview}</a> <span class="faint">/</span>{" "}
          <a href={path}>{target.name}</a>
        </nav>
        <h1>{slot.kind === "run" ? words.of(clock, date) : words.slotOf(clock, date)}</h1>
        <p class="row wide small">
          <Neighbour viewer={viewer} path={path} at={previousAt} rel="prev" />
          <Neighbour viewer={viewer} path={path} at={nextAt} rel="next" />
        </p>
      </div>
      {canRun && (
        <form class="row" method="post" action={`${path}/run`}>
          <FormToken token={viewer.formToken} />
          <button type="submit" class="primary">
            {targetWords.actions.run}
          </button>
        </form>
      )}
    </div>
  );
};

type NeighbourProps = {
  viewer: Viewer;
  path: string;
  at: number | null;
  rel: "prev" | "next";
};

const Neighbour = ({ viewer, path, at, rel }: NeighbourProps) =>
  at === null ? null : (
    <a href={`${path}/runs/${isoOf(at)}`} rel={rel}>
      {rel === "prev" && "◂ "}
      <span class="out">{viewer.words.run.neighbours[rel]} </span>
      <Time at={at} viewer={viewer} />
      {rel === "next" && " ▸"}
    </a>
  );

type PartProps = ViewProps & { run: Run };

const RunParts = ({ viewer, view, run }: PartProps) => (
  <>
    <Outcome viewer={viewer} view={view} run={run} />
    <RunTiles viewer={viewer} view={view} run={run} />
    <ConditionCard
      viewer={viewer}
      conditions={run.conditions}
      caption={viewer.words.conditions.caption}
    />
    {view.target.kind === "heartbeat" ? (
      <RunReport viewer={viewer} view={view} run={run} />
    ) : (
      <AskedParts viewer={viewer} view={view} run={run} />
    )}
  </>
);

/** Of a run that junkai made: where its time went, what was answered, what was asked. */
const AskedParts = ({ viewer, view, run }: PartProps) => (
  <>
    <section class="card" aria-labelledby="steps">
      <h2 id="steps">{viewer.words.run.waterfall}</h2>
      <Waterfall run={run} viewer={viewer} />
    </section>
    <div class="two">
      <Answer viewer={viewer} view={view} run={run} />
      <Request viewer={viewer} view={view} />
    </div>
  </>
);

const Outcome = ({ viewer, view, run }: PartProps) => {
  const { run: words, failures, fates } = viewer.words;
  const { failure, status, startedAt, dueAt } = run;
  const outcome = outcomeOf(run);
  const kind = outcome === "ok" ? "up" : outcome;
  const { graceMs } = view.target.schedule;
  const length = (ms: number) => formatLength(ms, viewer.language);
  return (
    <section class={`said ${kind}`} aria-labelledby="now">
      <h2 id="now" class="status">
        <Shape kind={kind} />
        {failure !== null
          ? words.because(fates.failed, failures.explain(failure))
          : status === null
            ? words.endings.ok
            : words.answered(status)}
      </h2>
      {outcome === "degraded" && (
        <p>{viewer.words.conditions.sayDegraded(run.conditions)}</p>
      )}
      {run.late && <p>{words.late(length(startedAt - dueAt), length(graceMs))}</p>}
      {failure !== null && <Evidence viewer={viewer} failure={failure} />}
    </section>
  );
};

/** What the failure holds, by the names that the API has. */
const Evidence = ({
  viewer,
  failure,
}: {
  viewer: Viewer;
  failure: NonNullable<Run["failure"]>;
}) => {
  const { class: name, ...evidence } = failure;
  return (
    <dl class="pairs small">
      <dt>{viewer.words.run.evidence}</dt>
      <dd>{viewer.words.failures.classes[name]}</dd>
      {Object.entries(evidence).map(([key, value]) => (
        <>
          <dt>
            <code>{key}</code>
          </dt>
          <dd>{String(value)}</dd>
        </>
      ))}
    </dl>
  );
};

const NoRun = ({ viewer, view, fate }: ViewProps & { fate: DropFate }) => {
  const { fates } = viewer.words;
  const { kind } = view.target;
  return (
    <>
      <section
        class={fate === "missed" ? "said unknown" : "said paused"}
        aria-labelledby="now"
      >
        <h2 id="now" class="status">
          <Shape kind={fate} />
          {fates[fate]}
        </h2>
        <p>{whyDropped(fate, kind, viewer.words)}</p>
      </section>
      <SlotTiles viewer={viewer} view={view} />
      {kind !== "heartbeat" && <Request viewer={viewer} view={view} />}
    </>
  );
};

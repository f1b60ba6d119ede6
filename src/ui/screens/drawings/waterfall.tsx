// Draws where the time of a run went, as a table with a bar in each row.
import type { Run } from "#domain/runs/run.ts";
import { endOf, type RunStep, stepsOf } from "#domain/runs/run-steps.ts";
import { counted, formatBytes, formatLength, type Standpoint } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";
import { Status } from "./shapes.tsx";
import { type FillKind, Span } from "./strips.tsx";

type WaterfallProps = { run: Run; viewer: Standpoint };

export const Waterfall = ({ run, viewer }: WaterfallProps) => {
  const words = wordsIn(viewer.language).drawings.waterfall;
  const steps = stepsOf(run);
  const total = endOf(steps);
  const isUntold = run.attempts > 1 && run.tries.length === 0;
  return (
    <>
      {isUntold ? <p>{words.untold(counted(run.attempts))}</p> : null}
      <table class="rows fall">
        <caption>{words.caption(formatLength(total, viewer.language))}</caption>
        <thead>
          <tr>
            <th scope="col">{words.columns.step}</th>
            <th scope="col">{words.columns.when}</th>
            <th scope="col" class="n">
              {words.columns.took}
            </th>
            <th scope="col">{words.columns.what}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <Step step={step} total={total} run={run} viewer={viewer} />
          ))}
        </tbody>
      </table>
    </>
  );
};

type StepProps = WaterfallProps & { step: RunStep; total: number };

const Step = (props: StepProps) => {
  const { step, total, viewer } = props;
  const words = wordsIn(viewer.language).drawings.waterfall;
  const length = (ms: number) => formatLength(ms, viewer.language);
  const { fromMs, lengthMs } = step;
  const isWaiting = step.kind === "waited" || step.kind === "pause";
  const label =
    lengthMs === null
      ? words.unknown
      : words.span(length(fromMs), length(fromMs + lengthMs));
  return (
    <tr>
      <th scope="row">{nameOf(step, viewer)}</th>
      <td class="all">
        <Span
          from={fromMs}
          length={lengthMs ?? 0}
          total={total}
          kind={fillOf(step)}
          form={isWaiting ? "thin" : "thick"}
          label={label}
        />
      </td>
      <td class="n" data-th={words.columns.took}>
        {tookOf(props)}
      </td>
      <td class="all quiet small">{storyOf(props)}</td>
    </tr>
  );
};

function nameOf({ kind, attempt }: RunStep, { language }: Standpoint): string {
  const words = wordsIn(language).drawings.waterfall;
  switch (kind) {
    case "waited":
      return words.waited;
    case "pause":
      return words.pause;
    case "attempt":
      return words.retry(attempt);
    case "first-byte":
      return words.firstByte(attempt);
    case "body":
      return words.body(attempt);
  }
}

function fillOf({ kind, ending, isFailure }: RunStep): FillKind {
  if (kind === "waited" || kind === "pause" || ending === "unknown") return "wait";
  return isFailure ? "bad" : "ok";
}

/** What failed has its shape and word beside it. */
function tookOf({ step, viewer }: StepProps) {
  const { language } = viewer;
  const words = wordsIn(language).drawings.waterfall;
  if (step.lengthMs === null) return words.unknown;
  const took = formatLength(step.lengthMs, language);
  if (!step.isFailure) return took;
  const isSilent = step.kind === "first-byte" && step.status === null;
  return (
    <Status
      kind="failed"
      language={language}
      words={isSilent ? words.none(took) : took}
    />
  );
}

function storyOf({ step, run, viewer }: StepProps): string {
  const { failures, drawings, common } = wordsIn(viewer.language);
  const words = drawings.waterfall;
  const status = step.status === null ? [] : [words.status(step.status)];
  if (step.kind === "attempt") {
    if (step.ending === "unknown") return words.lost;
    // The status tells what was wrong with it.
    const ending =
      step.ending === null || step.ending === "ok" || step.ending === "status"
        ? []
        : [failures.classes[step.ending]];
    return [...status, ...ending].join(" ");
  }
  const why = step.isFailure && run.failure ? [failures.explain(run.failure)] : [];
  if (step.kind === "body")
    return common.sentences([words.bytes(formatBytes(run.bytes)), ...why]);
  if (step.kind !== "first-byte") return "";
  const redirects = run.redirects > 0 ? [words.redirects(counted(run.redirects))] : [];
  // The reason names the status.
  const told =
    step.isFailure && run.failure?.class === "status" ? why : [...status, ...why];
  return common.sentences([...redirects, ...told]);
}

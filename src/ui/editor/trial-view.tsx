// Shows a trial of what a form says: each step with when it came.
import type { Outcome } from "#domain/runs/run.ts";
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { Words } from "#ui/words/words.ts";

export type TrialStep = {
  step: keyof Words["run"]["steps"];
  /** Since the trial began. */
  atMs: number;
  explanation: string;
  /** Of a condition, how it turned out. */
  outcome?: Outcome;
  details?: Readonly<Record<string, unknown>>;
};

/** A trial as it is shown, without the step about the schedule: the form says that. */
export type ShownTrial = {
  outcome: Outcome;
  steps: readonly TrialStep[];
};

type TrialProps = { viewer: Viewer; trial: ShownTrial };

export const TrialView = ({ viewer, trial }: TrialProps) => {
  const { words } = viewer;
  const kind = shapeOf[trial.outcome];
  return (
    <section class="card" aria-labelledby="try">
      <header>
        <h2 id="try" class={`status ${kind}`}>
          <Shape kind={kind} />
          {words.editor.trial[trial.outcome]}
        </h2>
        <p class="small quiet">
          <Time at={viewer.now} form="clock" viewer={viewer} />
          {`, ${words.editor.trial.nothingStored}`}
        </p>
      </header>
      <ol class="steps">
        {trial.steps
          .filter(({ step }) => step !== "schedule")
          .map((step) => (
            <Step viewer={viewer} step={step} kind={kindOf(step, trial)} />
          ))}
      </ol>
    </section>
  );
};

const shapeOf = { ok: "up", degraded: "degraded", failed: "down" } as const;

/**
 * Only conditions and the judgement say that something failed: a 404 may be what is
 * expected.
 */
const kindOf = ({ step, outcome }: TrialStep, trial: ShownTrial) =>
  shapeOf[outcome ?? (step === "judgement" ? trial.outcome : "ok")];

type StepProps = {
  viewer: Viewer;
  step: TrialStep;
  kind: (typeof shapeOf)[Outcome];
};

const Step = ({ viewer, step, kind }: StepProps) => (
  <li>
    <span class={`status ${kind}`}>
      <Shape kind={kind} />
      {viewer.words.run.steps[step.step]}
    </span>{" "}
    <span class="url">{sentenceIn(viewer.language, step.explanation)}</span>
    <span class="n faint">{formatLength(step.atMs, viewer.language)}</span>
  </li>
);

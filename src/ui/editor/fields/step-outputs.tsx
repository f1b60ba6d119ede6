// Shows beside each step of a reading what it gave on the page as it was fetched.

import type { ShownTrial, TrialStep } from "#ui/editor/trial-view.tsx";
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { sentenceIn } from "#ui/words/sentences.ts";

type OutputsProps = { viewer: Viewer; trial: ShownTrial };

export const StepOutputs = ({ viewer, trial }: OutputsProps) => {
  const words = viewer.words.readings.editor;
  const steps = trial.steps.filter(({ step }) => step === "reading");
  if (steps.length === 0) return null;
  return (
    <table id="outputs">
      <caption>{words.outputs}</caption>
      <thead>
        <tr>
          <th scope="col">{words.step}</th>
          <th scope="col">{words.output}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr>
            <th scope="row" class="url">
              {sentenceIn(viewer.language, step.explanation)}
            </th>
            <td>
              <Output viewer={viewer} step={step} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** So much of an output stands open; the rest unfolds. */
const openCharacters = 400;

const Output = ({
  viewer,
  step: { details = {} },
}: {
  viewer: Viewer;
  step: TrialStep;
}) => {
  const { output, problem } = details;
  if (typeof problem === "string")
    return (
      <span class="status failed">
        <Shape kind="failed" />
        <span class="url">{sentenceIn(viewer.language, problem)}</span>
      </span>
    );
  const text = typeof output === "string" ? output : "";
  if (text.length <= openCharacters) return <pre>{text}</pre>;
  return (
    <details>
      <summary>{`${text.slice(0, openCharacters / 4).toWellFormed()}…`}</summary>
      <pre>{text}</pre>
    </details>
  );
};

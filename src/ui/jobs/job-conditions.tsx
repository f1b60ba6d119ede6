// Shows what the runs of a job are judged by: how the last run turned out, and the form
// that changes it.
import { ConditionTable } from "#ui/screens/condition-table.tsx";
import { Field, RefusalSummary } from "#ui/screens/fields.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { JobView, TypedConditions } from "./job-view.ts";
import { pathOfJob } from "./job-words.tsx";

type ConditionsProps = {
  viewer: Viewer;
  job: JobView;
  conditions: readonly string[];
  typed: TypedConditions;
};

export const JobConditions = (props: ConditionsProps) => {
  const { viewer, job, conditions } = props;
  const { title, lastRun } = viewer.words.conditions;
  const words = viewer.words.jobs.conditions;
  const told = job.lastRun?.conditions ?? [];
  const isUntold = told.length === 0 && conditions.length > 0;
  return (
    <section class="card" aria-labelledby="expected">
      <h2 id="expected">{title}</h2>
      {conditions.length === 0 && <p class="quiet">{words.none}</p>}
      <ConditionTable viewer={viewer} conditions={told} caption={lastRun} />
      {isUntold && (
        <>
          <p class="small quiet">{words.untold}</p>
          <ul>
            {conditions.map((line) => (
              <li class="url">
                <code>{line}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {viewer.role === "admin" && <ConditionsForm {...props} />}
    </section>
  );
};

const ConditionsForm = ({ viewer, job, conditions, typed }: ConditionsProps) => {
  const words = viewer.words.jobs.conditions;
  const { refusals } = typed;
  return (
    <details open={refusals.size > 0}>
      <summary>{words.edit}</summary>
      <RefusalSummary
        viewer={viewer}
        refusals={refusals}
        labels={{ conditions: words.label }}
      />
      <form class="field" method="post" action={`${pathOfJob(job.name)}/conditions`}>
        <FormToken token={viewer.formToken} />
        <Field
          name="conditions"
          label={words.label}
          hint={words.hint}
          refusals={refusals}
          control={(bound) => (
            <textarea class="mono" rows={4} spellcheck={false} {...bound}>
              {`\n${typed.conditions ?? conditions.join("\n")}`}
            </textarea>
          )}
        />
        <div class="row">
          <button type="submit" class="primary">
            {words.save}
          </button>
        </div>
      </form>
    </details>
  );
};

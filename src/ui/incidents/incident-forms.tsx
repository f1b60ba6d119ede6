// Shows what one can do about an incident: acknowledge it, note something, close it,
// silence it.
import { Field, RefusalSummary, TextField } from "#ui/screens/fields.tsx";
import { pathOfIncident } from "#ui/screens/incident-brief.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { IncidentView } from "./incident-view.ts";

type FormProps = { viewer: Viewer; view: IncidentView };

export const HandlingForm = ({ viewer, view }: FormProps) => {
  const words = viewer.words.incidents.forms;
  const { incident, values, refusals } = view;
  const isOpen = incident.closedAt === null;
  return (
    <section class="card" aria-labelledby="handle">
      <h2 id="handle">{words.title}</h2>
      <RefusalSummary viewer={viewer} refusals={refusals} labels={labelsOf(viewer)} />
      <form class="field" method="post" action={`${pathOfIncident(incident)}/note`}>
        <FormToken token={viewer.formToken} />
        <TextField
          name="by"
          label={words.by}
          value={values.by}
          refusals={refusals}
          input={{ maxlength: 100, autocomplete: "name" }}
        />
        <Field
          name="note"
          label={words.note}
          hint={words.noteHint}
          refusals={refusals}
          control={(bound) => (
            <textarea rows={3} maxlength={2_000} {...bound}>
              {values.note ?? ""}
            </textarea>
          )}
        />
        <label class="choice">
          <input
            type="checkbox"
            name="public"
            aria-describedby="public-hint"
            checked={values.public !== undefined}
          />
          {words.public}
        </label>
        <p class="hint" id="public-hint">
          {words.publicHint}
        </p>
        <div class="row">
          {isOpen && <AcknowledgeButton viewer={viewer} view={view} />}
          <button type="submit">{words.addNote}</button>
        </div>
        {isOpen && <Close viewer={viewer} view={view} />}
      </form>
    </section>
  );
};

const labelsOf = ({ words }: Viewer) => {
  const { forms, silence } = words.incidents;
  return {
    by: forms.by,
    note: forms.note,
    reason: silence.reason,
    author: silence.author,
  };
};

const AcknowledgeButton = ({ viewer: { words }, view: { incident } }: FormProps) => {
  const path = pathOfIncident(incident);
  return incident.acknowledgedAt === null ? (
    <button type="submit" class="primary" formaction={`${path}/acknowledge`}>
      {words.incidents.acknowledge}
    </button>
  ) : (
    <button type="submit" formaction={`${path}/unacknowledge`}>
      {words.incidents.forms.takeBack}
    </button>
  );
};

const Close = ({ viewer, view: { incident } }: FormProps) => {
  const words = viewer.words.incidents.forms;
  return (
    <details>
      <summary class="danger">{words.close}</summary>
      <p class="small">{words.closeWarning}</p>
      <button
        type="submit"
        class="danger"
        formaction={`${pathOfIncident(incident)}/close`}
      >
        {words.closeNow}
      </button>
    </details>
  );
};

export const SilenceForm = ({ viewer, view }: FormProps) => {
  const words = viewer.words.incidents.silence;
  const { incident, values, refusals } = view;
  return (
    <section class="card" aria-labelledby="silence">
      <h2 id="silence">{words.title}</h2>
      <form class="field" method="post" action={`${pathOfIncident(incident)}/silence`}>
        <FormToken token={viewer.formToken} />
        <input type="hidden" name="to" value={pathOfIncident(incident)} />
        <div class="two">
          <TextField
            name="reason"
            label={words.reason}
            hint={words.reasonHint}
            value={values.reason}
            refusals={refusals}
            input={{ maxlength: 500 }}
          />
          <TextField
            name="author"
            label={words.author}
            value={values.author}
            refusals={refusals}
            input={{ maxlength: 100, autocomplete: "name" }}
          />
        </div>
        <div class="row">
          <button type="submit" name="for" value="1h">
            {words.for1h}
          </button>
          <button type="submit" name="for" value="recovery">
            {words.untilRecovery}
          </button>
          <button
            type="submit"
            formaction={`/targets/${incident.targetId}/maintenance`}
            name="for"
            value="1h"
          >
            {words.maintenance}
          </button>
        </div>
      </form>
    </section>
  );
};

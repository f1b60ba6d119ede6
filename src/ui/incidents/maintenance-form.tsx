// Shows the form that sets a maintenance window: whom it is of, and when it is.
import { RefusalSummary, TextField } from "#ui/screens/fields.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { MaintenanceField, MaintenanceView } from "./maintenance-view.ts";

type FormProps = { viewer: Viewer; view: MaintenanceView };

export const MaintenanceForm = ({ viewer, view }: FormProps) => {
  const { form } = viewer.words.maintenance;
  const text = (name: MaintenanceField, hint?: string, input = {}) => (
    <TextField
      name={name}
      label={form.labels[name]}
      hint={hint}
      refusals={view.refusals}
      value={view.values[name]}
      input={input}
    />
  );
  const instant = { type: "datetime-local" };
  return (
    <section class="card" aria-labelledby="set">
      <h2 id="set">{form.title}</h2>
      <RefusalSummary viewer={viewer} refusals={view.refusals} labels={form.labels} />
      <form class="field" method="post" action="/maintenance">
        <FormToken token={viewer.formToken} />
        {text("name", undefined, { required: true, maxlength: 200 })}
        <div class="two">
          {text("targets", form.targetsHint)}
          {text("tags", form.tagsHint)}
        </div>
        <label class="choice">
          <input type="checkbox" name="all" checked={view.values.all !== undefined} />
          {form.labels.all}
        </label>
        <div class="three">
          {text("from", form.fromHint(viewer.zone), instant)}
          {text("until", undefined, instant)}
          {text("for", form.forHint)}
        </div>
        <div class="three">
          {text("cron", form.cronHint)}
          {text("zone")}
          {text("lasts", form.lastsHint)}
        </div>
        <button type="submit" class="primary">
          {form.submit}
        </button>
      </form>
    </section>
  );
};

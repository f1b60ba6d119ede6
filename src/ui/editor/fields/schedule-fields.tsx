// Renders the fields of a schedule: when it fires, at which hours, and what becomes of
// slots that cannot be served.

import { type Fires, FiresView } from "#ui/editor/fires-view.tsx";
import { Box, Days, type Filled, Line, Radios } from "./controls.tsx";
import { formatExample } from "./example-instant.ts";
import { OverlapChoice } from "./overlap-choice.tsx";

type ScheduleProps = {
  form: Filled;
  fires: Fires;
  /** The path that the form is sent to. */
  action: string;
};

/** The zones that a browser offers while somebody types. */
const zonesId = "zones";

/** What says when the schedule fires stands below the fields that decide on it. */
export const ScheduleFields = ({ form, fires, action }: ScheduleProps) => {
  const { hints } = form.viewer.words.editor;
  return (
    <>
      <TimingFields form={form} />
      <FiresView viewer={form.viewer} fires={fires} />
      <p>
        <button type="submit" name="do" value="preview" formaction={`${action}#fires`}>
          {form.viewer.words.editor.preview.button}
        </button>
      </p>
      <Box form={form} name="windowed" />
      <WindowFields form={form} />
      <BoundFields form={form} />
      <OverlapChoice form={form} />
      <div class="two even">
        <Line form={form} name="catchUpWindow" hint={hints.catchUpWindow} />
        <Line form={form} name="grace" hint={hints.grace} />
      </div>
    </>
  );
};

/** When a schedule fires: of three ways to say it, only the chosen one shows. */
export const TimingFields = ({ form }: { form: Filled }) => {
  const { editor, heartbeats } = form.viewer.words;
  const { hints, whens } = editor;
  const every = form.values.kind === "heartbeat" ? heartbeats.hints.every : hints.every;
  const mono = { class: "mono" };
  return (
    <>
      <Radios form={form} name="when" choices={whens} />
      <div class="two">
        <div class="for-every">
          <Line form={form} name="every" hint={every} input={mono} />
        </div>
        <div class="for-times">
          <Line form={form} name="times" hint={hints.times} input={mono} />
        </div>
        <div class="for-cron">
          <Line form={form} name="cron" hint={hints.cron} input={mono} />
        </div>
        <div class="for-times for-cron">
          <Line form={form} name="zone" hint={hints.zone} input={{ list: zonesId }} />
        </div>
      </div>
      <div class="for-times">
        <Days form={form} name="days" />
      </div>
    </>
  );
};

export const WindowFields = ({ form }: { form: Filled }) => (
  <div class="for-window card">
    <Days form={form} name="windowDays" />
    <div class="three">
      <Line form={form} name="windowFrom" input={{ class: "mono" }} />
      <Line form={form} name="windowTo" input={{ class: "mono" }} />
      <Line form={form} name="windowZone" input={{ list: zonesId }} />
    </div>
    <p class="hint">{form.viewer.words.editor.hints.windowTo}</p>
  </div>
);

export const BoundFields = ({ form }: { form: Filled }) => {
  const { hints } = form.viewer.words.editor;
  const example = hints.instant(formatExample(form.viewer));
  return (
    <div class="two even">
      <Line form={form} name="startAt" hint={hints.startAt(example)} />
      <Line form={form} name="expiresAt" hint={hints.expiresAt(example)} />
    </div>
  );
};

/** Once a form: the viewer's zone first. */
export const ZoneList = ({ zones }: { zones: readonly string[] }) => (
  <datalist id={zonesId}>
    {zones.map((zone) => (
      <option>{zone}</option>
    ))}
  </datalist>
);

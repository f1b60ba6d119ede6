// Renders the fields that say when failing is an incident.
import { Box, type Filled, Line } from "./controls.tsx";

export const AlarmFields = ({ form }: { form: Filled }) => {
  const { hints } = form.viewer.words.editor;
  const whole = { inputmode: "numeric" };
  return (
    <>
      <div class="three">
        <Line form={form} name="failAfter" input={whole} />
        <Line form={form} name="ofLast" hint={hints.ofLast} input={whole} />
        <Line form={form} name="recoverAfter" input={whole} />
      </div>
      <div class="three">
        <Line form={form} name="recheck" hint={hints.recheck} />
        <Line form={form} name="flapsPerHour" hint={hints.flapsPerHour} input={whole} />
        <Line form={form} name="pauseAfter" hint={hints.pauseAfter} input={whole} />
      </div>
      <LastFields form={form} />
    </>
  );
};

/** Nobody can look at a heartbeat again: its job runs elsewhere. */
export const HeartbeatAlarmFields = ({ form }: { form: Filled }) => {
  const { hints } = form.viewer.words.editor;
  const whole = { inputmode: "numeric" };
  return (
    <>
      <div class="two even">
        <Line form={form} name="failAfter" input={whole} />
        <Line form={form} name="ofLast" hint={hints.ofLast} input={whole} />
        <Line form={form} name="recoverAfter" input={whole} />
        <Line form={form} name="flapsPerHour" hint={hints.flapsPerHour} input={whole} />
      </div>
      <LastFields form={form} />
    </>
  );
};

const LastFields = ({ form }: { form: Filled }) => (
  <>
    <Box form={form} name="degraded" />
    <Line
      form={form}
      name="dependsOn"
      hint={form.viewer.words.editor.hints.dependsOn}
      input={{ class: "mono" }}
    />
  </>
);

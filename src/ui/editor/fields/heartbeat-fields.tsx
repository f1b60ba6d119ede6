// Renders the fields that say how a heartbeat is listened to: its deadlines, and what
// counts as a ping.
import { Box, type Filled, Line } from "./controls.tsx";

const mono = { class: "mono" };

export const DeadlineFields = ({ form }: { form: Filled }) => {
  const { heartbeats, editor } = form.viewer.words;
  const { hints } = heartbeats;
  return (
    <>
      <div class="three">
        <Line form={form} name="startGrace" hint={hints.startGrace} input={mono} />
        <Line form={form} name="runMax" hint={hints.runMax} input={mono} />
        <Line form={form} name="runMin" hint={hints.runMin} input={mono} />
        <Line form={form} name="early" hint={hints.early} input={mono} />
        <Line form={form} name="grace" hint={editor.hints.grace} input={mono} />
        <Line
          form={form}
          name="unusual"
          hint={hints.unusual}
          input={{ inputmode: "decimal" }}
        />
      </div>
      <Box form={form} name="keepAlive" />
    </>
  );
};

export const PingingFields = ({ form }: { form: Filled }) => {
  const { hints } = form.viewer.words.heartbeats;
  return (
    <>
      <Line form={form} name="slug" hint={hints.slug} input={mono} />
      <Line form={form} name="uuid" hint={hints.uuid} input={mono} />
      <Line form={form} name="channels" hint={hints.channels} input={mono} />
      <Box form={form} name="postOnly" hint={hints.postOnly} />
      <Box form={form} name="manualResume" />
    </>
  );
};

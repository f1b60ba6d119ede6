// Shows the form of a heartbeat. A name and a schedule are enough; the rest unfolds.
import type { EditorProps, Task } from "./editor-props.ts";
import { HeartbeatAlarmFields } from "./fields/alarm-fields.tsx";
import { Box, type Filled, Line } from "./fields/controls.tsx";
import { Group, RetentionFields } from "./fields/field-groups.tsx";
import { DeadlineFields, PingingFields } from "./fields/heartbeat-fields.tsx";
import { BoundFields, TimingFields, WindowFields } from "./fields/schedule-fields.tsx";
import { FiresView } from "./fires-view.tsx";
import { SentForm } from "./sent-form.tsx";

type FormProps = EditorProps & { action: string };

export const HeartbeatForm = (props: FormProps) => {
  const { form, task, fires, action } = props;
  const { editor, heartbeats } = form.viewer.words;
  return (
    <SentForm {...props} action={action} label={heartbeats.formName}>
      <input type="hidden" name="kind" value="heartbeat" />
      <Line
        form={form}
        name="name"
        big
        hint={heartbeats.hints.name}
        input={{ spellcheck: "true", autofocus: form.values.name === "" }}
      />
      <TimingFields form={form} />
      <FiresView viewer={form.viewer} fires={fires} />
      <p>
        <button type="submit" name="do" value="preview" formaction={`${action}#fires`}>
          {editor.preview.button}
        </button>
      </p>
      <div class="two even">
        <Line form={form} name="beatGrace" hint={heartbeats.hints.beatGrace} />
        <Line form={form} name="tags" hint={editor.hints.tags} />
      </div>
      <Groups {...props} />
      <Buttons form={form} task={task} />
    </SentForm>
  );
};

/** Groups of fields that most heartbeats leave as they are. */
const Groups = ({ form, usual }: FormProps) => (
  <>
    <Group form={form} usual={usual} name="deadlines">
      <DeadlineFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="pinging">
      <PingingFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="hours">
      <Box form={form} name="windowed" />
      <WindowFields form={form} />
      <BoundFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="alarm">
      <HeartbeatAlarmFields form={form} />
    </Group>
    <Group form={form} usual={usual} name="keyed">
      <Line form={form} name="description" input={{ spellcheck: "true" }} />
      <Line
        form={form}
        name="key"
        hint={form.viewer.words.editor.hints.key}
        input={{ class: "mono" }}
      />
      <Box form={form} name="enabled" />
    </Group>
    <Group form={form} usual={usual} name="retention">
      <RetentionFields form={form} />
    </Group>
  </>
);

const Buttons = ({ form, task }: { form: Filled; task: Task }) => {
  const { editor, heartbeats } = form.viewer.words;
  return (
    <div class="row">
      <button type="submit" class="primary" name="do" value="save">
        {task.kind === "change" ? editor.buttons.change : heartbeats.button}
      </button>
      <a class="button" href={task.kind === "change" ? task.path : "/"}>
        {editor.buttons.cancel}
      </a>
    </div>
  );
};

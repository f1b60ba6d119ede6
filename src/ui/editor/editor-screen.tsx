// Shows the form that adds or changes a target. One field is enough; the rest unfolds.
import { RefusalSummary } from "#ui/screens/fields.tsx";
import { Page } from "#ui/screens/layout.tsx";
import { ConflictView } from "./conflict-view.tsx";
import type { EditorProps, Task } from "./editor-props.ts";
import { type Filled, Line, Radios } from "./fields/controls.tsx";
import { OtherGroups, ScheduleGroup } from "./fields/field-groups.tsx";
import { HeartbeatForm } from "./heartbeat-form.tsx";
import { SentForm } from "./sent-form.tsx";
import { TrialView } from "./trial-view.tsx";

export const EditorScreen = (props: EditorProps) => {
  const { form, task, trial, changes } = props;
  const { viewer, refusals } = form;
  const title = titleOf(form, task);
  return (
    <Page viewer={viewer} title={title} narrow>
      <h1>{title}</h1>
      {isHeartbeat(form) && task.kind === "add" && (
        <p class="quiet">{viewer.words.heartbeats.addLead}</p>
      )}
      <RefusalSummary
        viewer={viewer}
        refusals={refusals}
        labels={viewer.words.editor.labels}
      />
      {changes !== undefined && <ConflictView viewer={viewer} changes={changes} />}
      {task.kind === "copy" && task.hasSecrets && (
        <p class="said new">{viewer.words.editor.secretsAway}</p>
      )}
      {isHeartbeat(form) ? (
        <HeartbeatForm {...props} action={actionOf(form, task)} />
      ) : (
        <TargetForm {...props} />
      )}
      {trial !== undefined && <TrialView viewer={viewer} trial={trial} />}
    </Page>
  );
};

const isHeartbeat = ({ values }: Filled): boolean => values.kind === "heartbeat";

function titleOf(form: Filled, task: Task): string {
  const { editor, heartbeats } = form.viewer.words;
  if (task.kind === "change") return editor.changeTitle(task.name);
  if (isHeartbeat(form)) return heartbeats.addTitle;
  return task.kind === "copy" ? editor.likeTitle(task.name) : editor.addTitle;
}

/** The path that a form is sent to. */
function actionOf(form: Filled, task: Task): string {
  if (task.kind === "change") return `${task.path}/edit`;
  return isHeartbeat(form) ? "/heartbeats/new" : "/targets/new";
}

const TargetForm = (props: EditorProps) => {
  const { form, task, usual, fires, isScheduleOpen } = props;
  const { editor } = form.viewer.words;
  const action = actionOf(form, task);
  return (
    <SentForm {...props} action={action} label={editor.formName}>
      <AddressField form={form} task={task} />
      <Radios form={form} name="kind" choices={editor.kinds} />
      <ScheduleGroup
        form={form}
        usual={usual}
        fires={fires}
        isOpen={isScheduleOpen ?? false}
        action={action}
      />
      <OtherGroups form={form} usual={usual} action={action} trial={props.trial} />
      <Buttons form={form} task={task} action={action} />
    </SentForm>
  );
};

const AddressField = ({ form, task }: { form: Filled; task: Task }) => {
  const { editor, heartbeats } = form.viewer.words;
  const { hints, many } = editor;
  return (
    <Line
      form={form}
      name="url"
      big
      hint={
        task.kind === "change" ? undefined : (
          <>
            {`${hints.url}${many.before}`}
            <a href="/targets/paste">{many.link}</a>
            {`${many.after} ${heartbeats.addLink}`}
            <a href="/heartbeats/new">{heartbeats.addLinkName}</a>
            {heartbeats.addLinkAfter}
          </>
        )
      }
      input={{ type: "url", inputmode: "url", autofocus: form.values.url === "" }}
    />
  );
};

type ButtonsProps = { form: Filled; task: Task; action: string };

const Buttons = ({ form, task, action }: ButtonsProps) => {
  const { buttons } = form.viewer.words.editor;
  return (
    <div class="row">
      <button type="submit" class="primary" name="do" value="save">
        {task.kind === "change" ? buttons.change : buttons.add}
      </button>
      <button type="submit" name="do" value="try" formaction={`${action}#try`}>
        {buttons.try}
      </button>
      <a class="button" href={task.kind === "change" ? task.path : "/"}>
        {buttons.cancel}
      </a>
    </div>
  );
};

// Shows the form that adds or changes a target. One field is enough; the rest unfolds.
import type { Child } from "hono/jsx";
import { RefusalSummary } from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { type Change, ConflictView } from "./conflict-view.tsx";
import { type Filled, Line, Radios } from "./fields/controls.tsx";
import { OtherGroups, ScheduleGroup } from "./fields/field-groups.tsx";
import { ZoneList } from "./fields/schedule-fields.tsx";
import type { Fires } from "./fires-view.tsx";
import type { FormValues } from "./form-values.ts";
import { type ShownTrial, TrialView } from "./trial-view.tsx";

/** What the form is for. A copy is added like a new target. */
export type Task =
  | { kind: "add" }
  | { kind: "copy"; name: string; hasSecrets: boolean }
  | { kind: "change"; name: string; path: string };

export type EditorProps = {
  form: Filled;
  task: Task;
  /** The form of a new target, to tell what is special. */
  usual: FormValues;
  zones: readonly string[];
  /** Further fields that the form sends along unseen. */
  hidden: Readonly<Record<string, string>>;
  fires: Fires;
  /** Whether somebody asked when it fires. */
  isScheduleOpen?: boolean;
  trial?: ShownTrial | undefined;
  changes?: readonly Change[] | undefined;
};

export const EditorScreen = (props: EditorProps) => {
  const { form, task, trial, changes } = props;
  const { viewer, refusals } = form;
  const title = titleOf(viewer, task);
  return (
    <Page viewer={viewer} title={title} narrow>
      <h1>{title}</h1>
      <RefusalSummary
        viewer={viewer}
        refusals={refusals}
        labels={viewer.words.editor.labels}
      />
      {changes !== undefined && <ConflictView viewer={viewer} changes={changes} />}
      {task.kind === "copy" && task.hasSecrets && (
        <p class="said new">{viewer.words.editor.secretsAway}</p>
      )}
      <TargetForm {...props} />
      {trial !== undefined && <TrialView viewer={viewer} trial={trial} />}
    </Page>
  );
};

function titleOf({ words: { editor } }: Viewer, task: Task): string {
  if (task.kind === "change") return editor.changeTitle(task.name);
  return task.kind === "copy" ? editor.likeTitle(task.name) : editor.addTitle;
}

/** The path that a form is sent to. */
const actionOf = (task: Task): string =>
  task.kind === "change" ? `${task.path}/edit` : "/targets/new";

const TargetForm = (props: EditorProps) => {
  const { form, task, usual, fires, isScheduleOpen } = props;
  const { editor } = form.viewer.words;
  const action = actionOf(task);
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

/**
 * A form whose Enter key saves: browsers press the first button. Its body is sent as
 * multipart, in which text in any script has a third of the length.
 */
export const SentForm = ({
  form,
  action,
  label,
  hidden,
  zones,
  children,
}: Pick<EditorProps, "form" | "hidden" | "zones"> & {
  action: string;
  label: string;
  children?: Child;
}) => (
  <form
    method="post"
    action={action}
    enctype="multipart/form-data"
    class="card"
    aria-label={label}
    data-fires="true"
    novalidate
  >
    <button type="submit" class="out" name="do" value="save" tabindex={-1}>
      {label}
    </button>
    <FormToken token={form.viewer.formToken} />
    {Object.entries(hidden).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
    <ZoneList zones={zones} />
  </form>
);

const AddressField = ({ form, task }: { form: Filled; task: Task }) => {
  const { hints, many } = form.viewer.words.editor;
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
            {many.after}
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

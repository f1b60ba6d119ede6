// Shows the form of a channel, made of the settings that its kind has.
import type { ChannelField } from "#domain/notices/channels/channel-kind.ts";
import { noticeLanguages } from "#domain/notices/message.ts";
import { RefusalSummary, SelectField, TextField } from "#ui/screens/fields.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import { apprise, type ChannelFormView } from "./channel-view.ts";
import { TemplateFields } from "./template-fields.tsx";

type FormProps = {
  viewer: Viewer;
  form: ChannelFormView;
  /** Where it is sent. */
  action: string;
};

export const ChannelSettings = ({ viewer, form, action }: FormProps) => {
  const words = viewer.words.channels;
  return (
    <form
      method="post"
      action={action}
      class="card"
      aria-label={words.formName}
      novalidate
    >
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="kind" value={form.kind} />
      {form.revision !== null && (
        <input type="hidden" name="revision" value={form.revision} />
      )}
      <Line
        viewer={viewer}
        form={form}
        name="name"
        label={words.labels.name}
        hint={words.hints.name}
      />
      {form.kind === apprise && (
        <Line
          viewer={viewer}
          form={form}
          name={apprise}
          label={words.labels.apprise}
          hint={words.apprise.hint}
        />
      )}
      {Object.entries(form.fields).map(([name, field]) => (
        <Setting viewer={viewer} form={form} name={name} field={field} />
      ))}
      {form.takesTemplate && <TemplateFields viewer={viewer} form={form} />}
      <SelectField
        name="language"
        label={words.labels.language}
        value={form.values.language}
        refusals={form.refusals}
        choices={noticeLanguages.map((value) => ({
          value,
          words: words.languages[value],
        }))}
      />
      <Enabled viewer={viewer} form={form} />
      <Buttons viewer={viewer} form={form} />
    </form>
  );
};

type Form = Omit<FormProps, "action">;

const Buttons = ({ viewer, form }: Form) => {
  const words = viewer.words.channels;
  return (
    <div class="row">
      <button type="submit" class="primary">
        {form.revision === null ? words.saveNew : words.save}
      </button>
      {form.takesTemplate && (
        <button type="submit" name="preview" value="yes">
          {words.template.preview}
        </button>
      )}
      {form.revision === null && (
        <a class="button" href="/channels/new">
          {words.otherKind}
        </a>
      )}
    </div>
  );
};

const Line = ({
  viewer,
  form: { values, refusals },
  input = {},
  ...field
}: Form & {
  name: string;
  label: string;
  hint: string;
  input?: Record<string, unknown>;
}) => (
  <TextField
    {...field}
    value={values[field.name]}
    refusals={refusals}
    input={{ autocomplete: "off", spellcheck: "false", ...input }}
  />
);

type SettingProps = Form & { name: string; field: ChannelField };

const Setting = ({ viewer, form, name, field }: SettingProps) => {
  const label = viewer.words.channels.fields[name] ?? name;
  const hint = sayHint({ viewer, form, name, field });
  const shared = { name, label, hint, refusals: form.refusals };
  const choices = choicesOf(field, viewer);
  if (choices === null)
    return <Line viewer={viewer} form={form} {...shared} input={inputOf(field)} />;
  return <SelectField {...shared} value={form.values[name]} choices={choices} />;
};

const inputOf = ({ kind }: ChannelField): Record<string, unknown> => {
  if (kind === "url") return { type: "url", inputmode: "url" };
  return kind === "number" ? { inputmode: "numeric" } : {};
};

/** Null for what is typed. */
function choicesOf({ kind, choices = [], optional }: ChannelField, { words }: Viewer) {
  const { usual, booleans } = words.channels;
  const known =
    kind === "boolean"
      ? (["yes", "no"] as const).map((value) => ({ value, words: booleans[value] }))
      : choices.map((value) => ({ value, words: value }));
  if (kind !== "boolean" && kind !== "choice") return null;
  return optional ? [{ value: "", words: usual }, ...known] : known;
}

function sayHint({ viewer: { language, words }, form, name, field }: SettingProps) {
  const { hints } = words.channels;
  const isTyped = field.kind !== "boolean" && field.kind !== "choice";
  const isKept = field.secret && form.revision !== null && form.values[name];
  return words.common.sentences([
    sentenceIn(language, field.description),
    field.optional ? hints.optional : null,
    isKept ? hints.masked : null,
    isTyped && !isKept ? hints.example(field.example) : null,
  ]);
}

/** Unticked it says so: a form without it would leave what is usual. */
const Enabled = ({ viewer, form }: Form) => (
  <div class="field">
    <input type="hidden" name="enabled" value="no" />
    <label class="choice">
      <input
        type="checkbox"
        name="enabled"
        value="yes"
        checked={form.values.enabled === "yes"}
      />
      {` ${viewer.words.channels.labels.enabled}`}
    </label>
  </div>
);

/** What is refused, with links to the fields. */
export const FormRefusals = ({ viewer, form }: Form) => {
  const { labels, fields } = viewer.words.channels;
  const { form: _whole, ...named } = labels;
  return (
    <RefusalSummary
      viewer={viewer}
      refusals={form.refusals}
      labels={{ ...fields, ...named }}
    />
  );
};

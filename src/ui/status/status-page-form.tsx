// Shows the form of a status page.
import { Field, RefusalSummary, SelectField, TextField } from "#ui/screens/fields.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { languages, wordsIn } from "#ui/words/words.ts";
import type { PageField, PageForm } from "./status-pages-view.ts";

type FormProps = {
  viewer: Viewer;
  form: PageForm;
  /** Where it is sent. */
  action: string;
  /** The slug of the page; null for a new one, which has a field for it. */
  slug: string | null;
};

export const StatusPageForm = ({ viewer, form, action, slug }: FormProps) => {
  const { edit } = viewer.words.statusPage;
  const { values, refusals } = form;
  const field = fieldsOf({ viewer, form });
  return (
    <form class="field" method="post" action={action}>
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="revision" value={form.revision} />
      <RefusalSummary viewer={viewer} refusals={refusals} labels={edit.labels} />
      {slug === null && (
        <TextField
          {...field("slug")}
          hint={edit.slugHint}
          value={values.slug}
          input={{ required: true, pattern: "[a-z0-9\\-]{1,50}" }}
        />
      )}
      <TextField
        {...field("title")}
        value={values.title}
        input={{ required: true, maxlength: 100 }}
      />
      <Field
        {...field("description")}
        control={(bound) => (
          <textarea rows={2} {...bound}>
            {values.description}
          </textarea>
        )}
      />
      <Field
        {...field("groups")}
        hint={edit.groupsHint}
        control={(bound) => (
          <textarea rows={10} spellcheck={false} {...bound}>
            {values.groups}
          </textarea>
        )}
      />
      <Choices viewer={viewer} form={form} />
      <p>
        <button type="submit" class="primary">
          {slug === null ? edit.create : edit.save}
        </button>
      </p>
    </form>
  );
};

type PartProps = Pick<FormProps, "viewer" | "form">;

const fieldsOf =
  ({ viewer, form: { refusals } }: PartProps) =>
  (name: PageField) => ({
    name,
    label: viewer.words.statusPage.edit.labels[name],
    refusals,
  });

const Choices = ({ viewer, form }: PartProps) => {
  const { edit } = viewer.words.statusPage;
  const { values } = form;
  const field = fieldsOf({ viewer, form });
  const choices = languages.map((value) => ({ value, words: wordsIn(value).language }));
  return (
    <>
      <div class="three">
        <SelectField
          {...field("language")}
          value={values.language}
          choices={[{ value: "", words: edit.anyLanguage }, ...choices]}
        />
        <TextField {...field("zone")} value={values.zone} />
        <TextField {...field("link")} value={values.link} input={{ type: "url" }} />
      </div>
      <ul class="services">
        {(["incidents", "maintenance", "noindex"] as const).map((name) => (
          <li>
            <label class="choice">
              <input type="checkbox" name={name} checked={form[name]} />
              {edit.boxes[name]}
            </label>
          </li>
        ))}
      </ul>
    </>
  );
};

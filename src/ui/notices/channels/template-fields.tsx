// Shows the fields of a channel's template, and what a message looks like by it.
import {
  templateFields,
  templateScopes,
} from "#domain/notices/templates/template-fields.ts";
import { Lines } from "#ui/notices/lines.tsx";
import { TextField } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { ChannelFormView, ShownPreview } from "./channel-view.ts";

type TemplateProps = { viewer: Viewer; form: ChannelFormView };

export const TemplateFields = ({ viewer, form: { values, refusals } }: TemplateProps) => {
  const { labels, template } = viewer.words.channels;
  return (
    <>
      <TextField
        name="template-title"
        label={labels["template-title"]}
        hint={template.titleHint("[{{severity}}] {{title}}")}
        value={values["template-title"]}
        refusals={refusals}
        input={{ autocomplete: "off", spellcheck: "false" }}
      />
      <Lines
        name="template-text"
        label={labels["template-text"]}
        hint={template.textHint("{{#items}}{{name}}: {{text}}{{/items}}")}
        value={values["template-text"] ?? ""}
        rows={4}
        refusals={refusals}
      />
      <FieldNames viewer={viewer} />
    </>
  );
};

const FieldNames = ({ viewer }: { viewer: Viewer }) => {
  const { template } = viewer.words.channels;
  return (
    <details>
      <summary>{template.fields}</summary>
      <dl class="card pairs">
        {templateScopes.map((scope) => (
          <>
            <dt>{template.scopes[scope]}</dt>
            <dd>
              <code>{templateFields[scope].join(", ")}</code>
            </dd>
          </>
        ))}
      </dl>
    </details>
  );
};

export const PreviewCard = ({
  viewer,
  preview: { title, text, language },
}: {
  viewer: Viewer;
  preview: ShownPreview;
}) => {
  const { template } = viewer.words.channels;
  return (
    <section class="card" aria-labelledby="preview">
      <h2 id="preview">{template.previewTitle}</h2>
      <p class="small quiet">{template.previewLead}</p>
      <div class="card" lang={language}>
        <p class="url">
          <strong>{title}</strong>
        </p>
        <pre class="scroll">{text}</pre>
      </div>
    </section>
  );
};

// Describes the template of a channel in requests and answers.
import { z } from "@hono/zod-openapi";
import {
  MAX_TEMPLATE_CHARS,
  objectToTemplate,
} from "#domain/notices/templates/template.ts";
import type { Template } from "#domain/notices/templates/template-fields.ts";

/** A form on a page sends every end of a line as two characters. */
const withPlainLineEnds = (text: string): string => text.replace(/\r\n?/g, "\n");

const mustache = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .transform(withPlainLineEnds)
    .superRefine((template, context) => {
      const message = objectToTemplate(template);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .openapi({ type: "string", maxLength: MAX_TEMPLATE_CHARS, description, example });

const forms = {
  title: mustache("Of the title, which is one line.", "[{{severity}}] {{title}}"),
  text: mustache(
    "Of the text, which stands in place of the items.",
    "{{#items}}{{name}}: {{text}}\n{{/items}}",
  ),
};

/** Null for what has neither of them, which is as good as none. */
const orNone = (forms: { [Form in keyof Template]?: Template[Form] | undefined }) => {
  const { title, text } = forms;
  const template: Template = {
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
  };
  return title === undefined && text === undefined ? null : template;
};

const described = z
  .strictObject({ title: forms.title.optional(), text: forms.text.optional() })
  .openapi("ChannelTemplate", {
    description:
      "The channel's own forms (mustache) of the title and the text; without one it is worded as usual. The fields are listed in docs/channels.md.",
  });

export const templateField = described
  .nullable()
  .transform((written) => written && orNone(written));

/** In answers. */
export const ShownTemplate = described.nullable();

// Shows what a channel would be told when an incident opens. Nothing is sent.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { plain, withinChars, writeText } from "#domain/notices/channels/write-text.ts";
import { exampleMessage } from "#domain/notices/example-message.ts";
import { noticeLanguages } from "#domain/notices/message.ts";
import { templateField } from "./template-field.ts";

export const PreviewBody = z
  .strictObject({
    template: templateField.optional(),
    language: z.enum(noticeLanguages).optional(),
  })
  .openapi("ChannelPreviewRequest", {
    description: "What is not given is as the channel has it.",
    example: { template: { title: "[{{severity}}] {{title}}" } },
  });

export const Preview = z
  .object({
    title: z.string(),
    text: z.string().openapi({
      description: "Without the mark-up and the limits of the kind of channel.",
    }),
    language: z.enum(noticeLanguages),
  })
  .openapi("ChannelPreview");

type Preview = z.output<typeof Preview>;

/** As long as the longest text of a template. */
const withinTemplate = withinChars(20_000);

export function previewOf(
  { clock, settings }: Pick<Deps, "clock" | "settings">,
  form: Pick<Parameters<typeof exampleMessage>[0], "template" | "language">,
): Preview {
  const { publicUrl: baseUrl, zone } = settings;
  const message = exampleMessage({ ...form, baseUrl, zone, now: clock.now() });
  const text = writeText(message, plain, {
    title: false,
    links: true,
    ...withinTemplate,
  });
  return { title: message.title, text, language: form.language };
}

// Makes the preview on the pages of channels: of a stored one, and of a form that was sent
// to be looked at only.
import type { Deps } from "#deps";
import { PreviewBody, previewOf } from "#http/notices/templates/preview.ts";
import { invalid } from "#http/problem.ts";
import type { Channel } from "#store/notices/channels.ts";
import type { ChannelFormView, ShownPreview } from "#ui/notices/channels/channel-view.ts";
import type { Language } from "#ui/words/words.ts";
import { previewedPart, refusalsOf } from "./channel-values.ts";

/** A form with its example; null where there is none. */
export type PreviewedForm = { form: ChannelFormView; preview: ShownPreview | null };

export const previewStored = (
  deps: Deps,
  form: ChannelFormView,
  channel: Channel,
): PreviewedForm => ({
  form,
  preview: form.takesTemplate ? previewOf(deps, channel) : null,
});

/** What cannot be shown is refused at its field. */
export function previewTyped(
  deps: Deps,
  form: ChannelFormView,
  viewerLanguage: Language,
): PreviewedForm {
  const parsed = PreviewBody.safeParse(previewedPart(form));
  if (!parsed.success) {
    const problem = invalid(parsed.error.issues, "json");
    const refusals = refusalsOf(problem, viewerLanguage);
    return { form: { ...form, refusals }, preview: null };
  }
  const { template = null, language = "en" } = parsed.data;
  return { form, preview: previewOf(deps, { template, language }) };
}

export const statusOfForm = ({ preview }: PreviewedForm) =>
  preview === null ? 422 : 200;

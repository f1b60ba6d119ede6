// Shows the form that adds many targets, and what became of each line.

import type { Child } from "hono/jsx";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Field, RefusalSummary } from "#ui/screens/fields.tsx";
import { Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";
import type { EditorProps } from "./editor-props.ts";
import { keptStart, Line, Radios } from "./fields/controls.tsx";
import { ScheduleGroup } from "./fields/field-groups.tsx";
import { SentForm } from "./sent-form.tsx";

/** A line that was pasted, and what became of it. */
export type PastedLine = {
  line: number;
  url: string;
  outcome: { added: number } | { sameAs: number } | { refused: readonly string[] };
};

export type PasteProps = Pick<
  EditorProps,
  "form" | "usual" | "zones" | "hidden" | "fires" | "isScheduleOpen"
> & {
  urls: string;
  /** How many may be pasted at once. */
  most: number;
  /** Empty before something was added. */
  lines: readonly PastedLine[];
};

const action = "/targets/paste";

export const PasteScreen = (props: PasteProps) => {
  const { form, lines } = props;
  const { viewer, refusals } = form;
  const { paste, labels } = viewer.words.editor;
  const title = lines.length === 0 ? paste.title : summaryOf(viewer, lines);
  return (
    <Page viewer={viewer} title={title} narrow>
      <h1>{title}</h1>
      <RefusalSummary
        viewer={viewer}
        refusals={refusals}
        labels={{ ...labels, ...paste.labels }}
      />
      {lines.length > 0 && <Outcomes viewer={viewer} lines={lines} />}
      <PasteForm {...props} />
    </Page>
  );
};

function summaryOf(viewer: Viewer, lines: readonly PastedLine[]): string {
  const added = lines.filter(({ outcome }) => "added" in outcome).length;
  const refused = lines.filter(({ outcome }) => "refused" in outcome).length;
  return viewer.words.editor.paste.done(added, refused);
}

const PasteForm = (props: PasteProps) => {
  const { form, usual, fires, isScheduleOpen } = props;
  const { paste, hints, kinds, buttons } = form.viewer.words.editor;
  return (
    <SentForm {...props} action={action} label={paste.title}>
      <p class="quiet">{paste.intro}</p>
      <UrlsField {...props} />
      <Line form={form} name="tags" hint={hints.tags} />
      <Radios form={form} name="kind" choices={kinds} />
      <ScheduleGroup
        form={form}
        usual={usual}
        fires={fires}
        isOpen={isScheduleOpen ?? false}
        action={action}
      />
      <div class="row">
        <button type="submit" class="primary" name="do" value="save">
          {paste.button}
        </button>
        <a class="button" href="/">
          {buttons.cancel}
        </a>
      </div>
    </SentForm>
  );
};

const UrlsField = ({ form, urls, most }: PasteProps) => {
  const { paste } = form.viewer.words.editor;
  return (
    <Field
      name="urls"
      label={paste.labels.urls}
      hint={paste.most(formatNumber(most))}
      refusals={form.refusals}
      control={(bound) => (
        <textarea rows={10} class="mono" spellcheck={false} {...bound}>
          {keptStart(urls)}
        </textarea>
      )}
    />
  );
};

const Outcomes = ({
  viewer,
  lines,
}: {
  viewer: Viewer;
  lines: readonly PastedLine[];
}) => {
  const { paste, labels } = viewer.words.editor;
  const isRefused = lines.some(({ outcome }) => "refused" in outcome);
  return (
    <section class="card">
      {isRefused && <p>{paste.refusedStay}</p>}
      <table>
        <caption>{paste.caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="n">
              {paste.line}
            </th>
            <th scope="col">{labels.url}</th>
            <th scope="col">{paste.outcome}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <td class="n">{line.line}</td>
              <th scope="row" class="url">
                {urlOf(line)}
              </th>
              <td>
                <Outcome viewer={viewer} line={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** A link has a plain weight: what was not added stands out. */
const urlOf = ({ url, outcome }: PastedLine): Child =>
  "added" in outcome ? <a href={`/targets/${outcome.added}`}>{url}</a> : url;

const Outcome = ({ viewer, line }: { viewer: Viewer; line: PastedLine }) => {
  const { language, words } = viewer;
  const { paste } = words.editor;
  const { outcome } = line;
  if ("sameAs" in outcome) return <>{paste.same(outcome.sameAs)}</>;
  if ("added" in outcome)
    return <Status kind="up" language={language} words={paste.added} />;
  return (
    <>
      <Status kind="failed" language={language} words={paste.refused} />
      {` ${words.common.sentences(outcome.refused)}`}
    </>
  );
};

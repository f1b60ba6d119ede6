// Shows what is silenced now and was lately, and the form that silences something.
import { silenceState } from "#domain/notices/routing/silence.ts";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { RefusalSummary, type Refusals, TextField } from "#ui/screens/fields.tsx";
import { addressWith, FormToken, Page, PageHead } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { Lines } from "./lines.tsx";
import { type ShownSilence, SilenceList } from "./silence-list.tsx";

/** What was typed. */
export type SilenceForm = { match: string; for: string; reason: string; by: string };

type SilencesProps = {
  viewer: Viewer;
  silences: readonly ShownSilence[];
  /** The cursor of the older ones; null on the last page. */
  next: string | null;
  form: SilenceForm;
  refusals: Refusals;
  notice: Notice | null;
};

export const SilencesScreen = (props: SilencesProps) => {
  const { viewer, silences, next, refusals, notice } = props;
  const words = viewer.words.alerts.silences;
  const active = silences.filter(
    (one) => silenceState(one, viewer.now) === "active",
  ).length;
  const title = active === 0 ? words.heading.none : words.heading.some(counted(active));
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place="silences" />
      <PageHead title={title} lead={words.lead} />
      <NoticeView viewer={viewer} notice={notice} />
      <RefusalSummary viewer={viewer} refusals={refusals} labels={labelsOf(viewer)} />
      <section class="card" aria-labelledby="silences">
        <h2 id="silences">{words.title}</h2>
        {silences.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <SilenceList viewer={viewer} silences={silences} to="/silences" />
        )}
        {next !== null && (
          <p data-swap>
            <a class="button" href={addressWith(viewer.address, "cursor", next)}>
              {words.older}
            </a>
          </p>
        )}
      </section>
      {viewer.role === "admin" && <NewSilence {...props} />}
    </Page>
  );
};

function labelsOf({ words }: Viewer): Record<keyof SilenceForm, string> {
  const { match, for: length, reason, by } = words.alerts.silences.form;
  return { match, for: length, reason, by };
}

const NewSilence = ({ viewer, form, refusals }: SilencesProps) => {
  const words = viewer.words.alerts.silences.form;
  const labels = labelsOf(viewer);
  const line = (name: "for" | "reason" | "by") => ({
    name,
    label: labels[name],
    value: form[name],
    refusals,
    input: { autocomplete: "off" },
  });
  return (
    <form class="card" method="post" action="/silences" aria-labelledby="new-silence">
      <h2 id="new-silence">{words.title}</h2>
      <FormToken token={viewer.formToken} />
      <Lines
        name="match"
        label={labels.match}
        hint={viewer.words.common.sentences([words.labels, words.matchHint])}
        value={form.match}
        rows={3}
        refusals={refusals}
      />
      <TextField {...line("for")} hint={words.forHint} />
      <TextField {...line("reason")} />
      <TextField {...line("by")} />
      <div class="row">
        <button type="submit" class="primary">
          {words.make}
        </button>
      </div>
    </form>
  );
};

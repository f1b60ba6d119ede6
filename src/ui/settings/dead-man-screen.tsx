// Shows the dead-man ping: which address is asked for, what it answered last, and the form
// that names another one.
import { RefusalSummary, type Refusals, TextField } from "#ui/screens/fields.tsx";
import { FormToken, Page, PageHead } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatSpan } from "#ui/words/format.ts";
import { isPingTaken, LastPing } from "./last-ping.tsx";
import type { Telling } from "./settings-view.ts";

export type DeadManForm = {
  url: string;
  everySeconds: string;
  /** The ETag of what is changed. */
  revision: string;
};

type DeadManProps = {
  viewer: Viewer;
  deadMan: Telling["deadMan"];
  form: DeadManForm;
  refusals: Refusals;
  notice: Notice | null;
};

export const DeadManScreen = (props: DeadManProps) => {
  const { viewer, deadMan, refusals, notice } = props;
  const { outside } = viewer.words.settings;
  const words = outside.deadMan;
  const title = sayTitle(deadMan, viewer);
  return (
    <Page viewer={viewer} title={title} place="settings" narrow>
      <p>
        <a href="/settings">{outside.settings}</a>
      </p>
      <PageHead title={title} lead={words.lead} />
      <NoticeView viewer={viewer} notice={notice} />
      <RefusalSummary viewer={viewer} refusals={refusals} labels={words.labels} />
      {deadMan !== null && <Current viewer={viewer} deadMan={deadMan} />}
      {viewer.role === "admin" && <DeadManFields {...props} />}
    </Page>
  );
};

function sayTitle(deadMan: Telling["deadMan"], { words }: Viewer): string {
  const { title } = words.settings.outside.deadMan;
  if (deadMan === null) return title.none;
  const { problem, lastPing } = deadMan;
  const isWell = problem === null && (lastPing === null || isPingTaken(lastPing));
  return isWell ? title.set : title.untaken;
}

type CurrentProps = { viewer: Viewer; deadMan: NonNullable<Telling["deadMan"]> };

const Current = ({ viewer, deadMan }: CurrentProps) => {
  const { settings } = viewer.words;
  const words = settings.outside.deadMan;
  return (
    <section class="card" aria-labelledby="now">
      <h2 id="now">{words.now}</h2>
      <dl class="pairs">
        <dt>{words.address}</dt>
        <dd class="url">{deadMan.url}</dd>
        <dt>{words.every}</dt>
        <dd>{formatSpan(deadMan.everyMs, viewer.language)}</dd>
        <dt>{settings.alerts.lastPing}</dt>
        <dd>
          <LastPing viewer={viewer} deadMan={deadMan} />
        </dd>
      </dl>
      {viewer.role === "admin" && (
        <form method="post" action="/settings/dead-man/test">
          <FormToken token={viewer.formToken} />
          <button type="submit">{words.test}</button>
        </form>
      )}
    </section>
  );
};

const DeadManFields = ({ viewer, form, refusals }: DeadManProps) => {
  const { outside } = viewer.words.settings;
  const { labels, hints } = outside.deadMan;
  const typed = { autocomplete: "off", spellcheck: "false" };
  return (
    <form class="card" method="post" action="/settings/dead-man" novalidate>
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="revision" value={form.revision} />
      <TextField
        name="url"
        label={labels.url}
        hint={hints.url}
        value={form.url}
        refusals={refusals}
        input={{ ...typed, inputmode: "url" }}
      />
      <TextField
        name="everySeconds"
        label={labels.everySeconds}
        hint={hints.everySeconds}
        value={form.everySeconds}
        refusals={refusals}
        input={{ ...typed, inputmode: "numeric" }}
      />
      <div class="row">
        <button type="submit" class="primary">
          {outside.save}
        </button>
      </div>
    </form>
  );
};

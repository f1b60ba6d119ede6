// Shows the canaries: the addresses, what they answer, and the form that names others.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Field, RefusalSummary, type Refusals } from "#ui/screens/fields.tsx";
import { FormToken, Page, PageHead } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";

/** What a canary answered; no status where no answer came. */
export type HeardCanary = { url: string; heard: boolean; status: number | null };

type CanariesProps = {
  viewer: Viewer;
  /** As they are stored. */
  urls: readonly string[];
  /** What was typed, one a line, and the ETag of what is changed. */
  form: { urls: string; revision: string };
  /** Null unless they were asked just now. */
  heard: readonly HeardCanary[] | null;
  refusals: Refusals;
  notice: Notice | null;
};

export const CanariesScreen = (props: CanariesProps) => {
  const { viewer, urls, heard, refusals, notice } = props;
  const { outside } = viewer.words.settings;
  const words = outside.canaries;
  const count = formatNumber(urls.length);
  const title = urls.length === 0 ? words.title.none : words.title.some(count);
  return (
    <Page viewer={viewer} title={title} place="settings" narrow>
      <p>
        <a href="/settings">{outside.settings}</a>
      </p>
      <PageHead title={title} lead={words.lead} />
      <NoticeView viewer={viewer} notice={notice} />
      <RefusalSummary viewer={viewer} refusals={refusals} labels={words.labels} />
      {urls.length > 0 && (
        <section class="card">
          {heard === null ? (
            <ul>
              {urls.map((url) => (
                <li class="url">{url}</li>
              ))}
            </ul>
          ) : (
            <HeardTable viewer={viewer} heard={heard} />
          )}
          {viewer.role === "admin" && (
            <form method="post" action="/settings/canaries/test">
              <FormToken token={viewer.formToken} />
              <button type="submit">{words.test}</button>
            </form>
          )}
        </section>
      )}
      {viewer.role === "admin" && <CanaryFields {...props} />}
    </Page>
  );
};

type HeardProps = { viewer: Viewer; heard: readonly HeardCanary[] };

const HeardTable = ({ viewer, heard: items }: HeardProps) => {
  const { caption, columns, heard, answered } = viewer.words.settings.outside.canaries;
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {Object.values(columns).map((title) => (
            <th scope="col">{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr>
            <th scope="row" class="all url">
              {item.url}
            </th>
            <td data-th={columns.heard}>
              <Status
                kind={item.heard ? "up" : "down"}
                language={viewer.language}
                words={heard[item.heard ? "yes" : "no"]}
              />
            </td>
            <td data-th={columns.answer}>
              {item.status === null
                ? viewer.words.settings.alerts.unanswered
                : answered(item.status)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const CanaryFields = ({ viewer, form, refusals }: CanariesProps) => {
  const { outside } = viewer.words.settings;
  const { labels, hints } = outside.canaries;
  return (
    <form class="card" method="post" action="/settings/canaries" novalidate>
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="revision" value={form.revision} />
      <Field
        name="urls"
        label={labels.urls}
        hint={hints.urls}
        refusals={refusals}
        control={(bound) => (
          <textarea rows={5} class="mono" spellcheck={false} {...bound}>
            {form.urls}
          </textarea>
        )}
      />
      <div class="row">
        <button type="submit" class="primary">
          {outside.save}
        </button>
      </div>
    </form>
  );
};

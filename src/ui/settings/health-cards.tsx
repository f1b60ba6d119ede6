// Shows whether junkai itself is well, and what it has set aside because it breaks its work.
import type { SetAside } from "#domain/apart/set-aside.ts";
import type { Health } from "#domain/jobs/health.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { sentenceIn } from "#ui/words/sentences.ts";

const kinds = { ok: "up", recovering: "degraded", failing: "down" } as const;

type HealthProps = { viewer: Viewer; health: Health };

export const HealthState = ({ viewer, health }: HealthProps) => {
  const { language, words } = viewer;
  const kind = kinds[health.status];
  return (
    <section class={`said ${kind}`}>
      <Status kind={kind} language={language} words={words.jobs.health[health.status]} />
      <p>
        {health.reason === null
          ? words.jobs.healthSentences[health.status]
          : sentenceIn(language, health.reason)}
        {health.status === "failing" && ` ${words.settings.whenFailing}`}
      </p>
    </section>
  );
};

type AsideProps = { viewer: Viewer; things: readonly SetAside[]; hasMore: boolean };

export const AsideCard = ({ viewer, things, hasMore }: AsideProps) => {
  const { aside } = viewer.words.settings;
  return (
    <section class="card" aria-labelledby="aside">
      <h2 id="aside">{aside.title}</h2>
      <table class="rows">
        <caption>{aside.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{aside.columns.what}</th>
            <th scope="col">{aside.columns.why}</th>
            <th scope="col">{aside.columns.since}</th>
            <th scope="col">{aside.columns.retry}</th>
            {viewer.role === "admin" && (
              <th scope="col">
                <span class="out">{aside.retry}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {things.map((thing) => (
            <AsideRow viewer={viewer} thing={thing} />
          ))}
        </tbody>
      </table>
      {hasMore && (
        <p>
          <a href="/api/set-aside?limit=500">{aside.more}</a>
        </p>
      )}
    </section>
  );
};

const AsideRow = ({ viewer, thing }: { viewer: Viewer; thing: SetAside }) => {
  const { aside } = viewer.words.settings;
  const { kind, item, reason, since, retryAt } = thing;
  const name = `${aside.kinds[kind]} ${item}`;
  return (
    <tr>
      <th scope="row">
        {kind === "target" ? (
          <a href={`/targets/${encodeURIComponent(item)}`}>{name}</a>
        ) : (
          name
        )}
      </th>
      <td class="all">{sentenceIn(viewer.language, reason)}</td>
      <td data-th={aside.columns.since}>
        <Time at={since} form="ago" viewer={viewer} />
      </td>
      <td data-th={aside.columns.retry}>
        <Time at={retryAt} form="ago" viewer={viewer} />
      </td>
      {viewer.role === "admin" && (
        <td class="end">
          <form method="post" action="/settings/set-aside/retry">
            <FormToken token={viewer.formToken} />
            <input type="hidden" name="kind" value={kind} />
            <input type="hidden" name="item" value={item} />
            <button type="submit">
              {aside.retry}
              <span class="out">: {name}</span>
            </button>
          </form>
        </td>
      )}
    </tr>
  );
};

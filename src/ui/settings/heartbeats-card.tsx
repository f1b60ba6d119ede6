// Shows what jobs that run elsewhere need: the ping key, and where tools that speak
// Healthchecks' management API find it.
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { SettingsView } from "./settings-view.ts";

type CardProps = { viewer: Viewer; view: Pick<SettingsView, "pinging"> };

export const HeartbeatsCard = ({ viewer, view: { pinging } }: CardProps) => {
  const words = viewer.words.heartbeats.settings;
  return (
    <section class="card" aria-labelledby="heartbeats">
      <header>
        <h2 id="heartbeats">{words.title}</h2>
        {viewer.role === "admin" && (
          <a class="small" href="/heartbeats/new">
            {viewer.words.heartbeats.add}
          </a>
        )}
      </header>
      <p>{words.lead}</p>
      {viewer.role === "admin" ? (
        <PingKey viewer={viewer} pinging={pinging} />
      ) : (
        <p>{words.reader}</p>
      )}
      <p>{words.v3}</p>
      <pre>
        <code>{`${pinging.base}/api/v3/`}</code>
      </pre>
      <p class="small quiet">{words.v3Keys}</p>
    </section>
  );
};

const PingKey = ({ viewer, pinging }: { viewer: Viewer } & CardProps["view"]) => {
  const words = viewer.words.heartbeats.settings;
  const { base, key } = pinging;
  return (
    <>
      {key !== null && (
        <>
          <p>{words.key}</p>
          <pre>
            <code>{key}</code>
          </pre>
          <p class="small quiet">{words.example}</p>
          <pre>
            <code>{`curl -fsS -m 10 --retry 5 "${base}/ping/${key}/backup?create=1"`}</code>
          </pre>
        </>
      )}
      <form class="row" method="post" action="/settings/ping-key/renew#heartbeats">
        <FormToken token={viewer.formToken} />
        <button type="submit">{key === null ? words.make : words.renew}</button>
        {key !== null && <span class="small quiet">{words.renewWarning}</span>}
      </form>
    </>
  );
};

// Shows how others get in: a link that logs a browser in once, and what Prometheus,
// Grafana and a shell need.
import { noRefusals, SelectField } from "#ui/screens/fields.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { curlLines, scrapeConfig } from "./connect-texts.ts";
import type { MadeLink, Presences } from "./settings-view.ts";

type LinkProps = { viewer: Viewer; presences: Presences; link: MadeLink | null };

/** How long a link may be taken. */
const lives = ["10m", "1h", "24h"] as const;

export const LoginLinkCard = ({ viewer, presences, link }: LinkProps) => {
  const { loginLink } = viewer.words.settings;
  const roles = presences.READ_TOKEN
    ? (["admin", "reader"] as const)
    : (["admin"] as const);
  return (
    <section class="card" aria-labelledby="login-link">
      <h2 id="login-link">{loginLink.title}</h2>
      <p>{loginLink.lead}</p>
      {link !== null && <Made viewer={viewer} link={link} />}
      <form class="filter row" method="post" action="/settings/login-link#login-link">
        <FormToken token={viewer.formToken} />
        <SelectField
          name="role"
          label={loginLink.role}
          refusals={noRefusals}
          choices={roles.map((role) => ({ value: role, words: loginLink.roles[role] }))}
        />
        <SelectField
          name="expiresIn"
          label={loginLink.life}
          refusals={noRefusals}
          choices={lives.map((life) => ({ value: life, words: loginLink.lives[life] }))}
        />
        <button type="submit">{loginLink.make}</button>
      </form>
      {!presences.READ_TOKEN && <p class="small">{loginLink.noReader}</p>}
    </section>
  );
};

const Made = ({ viewer, link }: { viewer: Viewer; link: MadeLink }) => {
  const { loginLink } = viewer.words.settings;
  return (
    <div class="said up" role="status">
      <p>{loginLink.made(loginLink.roles[link.role])}</p>
      <pre>
        <code>{link.url}</code>
      </pre>
      <p class="small">
        {loginLink.until} <Time at={link.expiresAt} form="ago" viewer={viewer} />
      </p>
    </div>
  );
};

export const ConnectCard = ({ viewer, origin }: { viewer: Viewer; origin: string }) => {
  const { connect } = viewer.words.settings;
  return (
    <section class="card" aria-labelledby="connect">
      <header>
        <h2 id="connect">{connect.title}</h2>
        <p class="row wide small">
          <a href="/docs">{viewer.words.common.reference}</a>
          <a href="/openapi.json">OpenAPI</a>
          <a href="/status-pages">{viewer.words.statusPage.edit.place}</a>
          <a href="/metrics">/metrics</a>
          <a href="/health">/health</a>
        </p>
      </header>
      <h3>Prometheus</h3>
      <p>{connect.prometheus}</p>
      <pre>
        <code>{scrapeConfig(origin)}</code>
      </pre>
      <h3>Grafana</h3>
      <p>{connect.grafana}</p>
      <h3>{connect.shell}</h3>
      <p>{connect.shellLead}</p>
      {Object.entries(curlLines(origin)).map(([name, line]) => (
        <>
          <p class="small quiet">{connect.lines[name as keyof typeof connect.lines]}</p>
          <pre>
            <code>{line}</code>
          </pre>
        </>
      ))}
    </section>
  );
};

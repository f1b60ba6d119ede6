// Shows what is configured and what is not, and what follows from that. Shows no token.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength, formatNumber } from "#ui/words/format.ts";
import type { Presences, SettingsView, Values } from "./settings-view.ts";

type ConfigurationProps = { viewer: Viewer; view: SettingsView };

export const ConfigurationCard = ({ viewer, view }: ConfigurationProps) => {
  const { configuration } = viewer.words.settings;
  return (
    <section class="card" aria-labelledby="configuration">
      <h2 id="configuration">{configuration.title}</h2>
      <table class="rows">
        <caption>{configuration.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{configuration.columns.name}</th>
            <th scope="col">{configuration.columns.value}</th>
            <th scope="col">{configuration.columns.meaning}</th>
          </tr>
        </thead>
        <tbody>
          {(Object.keys(view.presences) as (keyof Presences)[]).map((name) => (
            <Presence viewer={viewer} name={name} isThere={view.presences[name]} />
          ))}
          {valuesIn(view.values, viewer).map(({ name, value, meaning }) => (
            <tr>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{value}</td>
              <td class="all">{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

type PresenceProps = { viewer: Viewer; name: keyof Presences; isThere: boolean };

const Presence = ({ viewer, name, isThere }: PresenceProps) => {
  const { configuration } = viewer.words.settings;
  const { there, missing } = configuration.presences[name];
  return (
    <tr>
      <th scope="row">
        <code>{name === "ACCESS" ? "ACCESS_TEAM, ACCESS_AUD" : name}</code>
      </th>
      <td>
        <Status
          kind={isThere ? "up" : "new"}
          language={viewer.language}
          words={isThere ? configuration.set : configuration.notSet}
        />
      </td>
      <td class="all">{isThere ? there : missing}</td>
    </tr>
  );
};

function valuesIn(values: Values, { language, words }: Viewer) {
  const told = words.settings.configuration;
  const length = (ms: number) => formatLength(ms, language);
  const shown = {
    PUBLIC_URL: values.publicUrl ?? told.notSet,
    PLAN: values.plan,
    ALLOW_PRIVATE_NETWORKS: values.allowsPrivate ? told.yes : told.no,
    ALLOWED_PORTS: ["80", "443", ...values.ports.map(String)].join(", "),
    USER_AGENT: values.userAgent,
    HOST_GAP_MS: length(values.hostGapMs),
    AFTER_ANSWER_SECONDS: length(values.afterAnswerMs),
    METRICS_TARGETS: formatNumber(values.metricsTargets),
  };
  return (Object.keys(shown) as (keyof typeof shown)[]).map((name) => ({
    name,
    value: shown[name],
    meaning: told.values[name],
  }));
}

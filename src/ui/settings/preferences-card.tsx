// Offers the choices that a browser keeps: language, colours, time zone. They are links
// and a GET form: readers choose as well.
import { memoize } from "#domain/memo.ts";
import { noRefusals, SelectField } from "#ui/screens/fields.tsx";
import { themes, type Viewer } from "#ui/screens/viewer.ts";
import { languages, wordsIn } from "#ui/words/words.ts";

export const PreferencesCard = ({ viewer }: { viewer: Viewer }) => {
  const { preferences } = viewer.words.settings;
  return (
    <section class="card" aria-labelledby="preferences">
      <h2 id="preferences">{preferences.title}</h2>
      <h3>{preferences.language}</h3>
      <ul class="counts row">
        {languages.map((language) => (
          <li>
            <a
              href={`/settings?lang=${language}`}
              lang={language}
              hreflang={language}
              aria-current={language === viewer.language ? "true" : undefined}
            >
              {wordsIn(language).language}
            </a>
          </li>
        ))}
      </ul>
      <h3>{preferences.theme}</h3>
      <ul class="counts row">
        {themes.map((theme) => (
          <li>
            <a
              href={`/settings?theme=${theme}`}
              aria-current={theme === viewer.theme ? "true" : undefined}
            >
              {preferences.themes[theme]}
            </a>
          </li>
        ))}
      </ul>
      <form class="field" method="get" action="/settings">
        <SelectField
          name="zone"
          label={preferences.zone}
          hint={preferences.zoneHint}
          refusals={noRefusals}
          value={viewer.zone}
          choices={zonesWith(viewer.zone).map((zone) => ({ value: zone, words: zone }))}
        />
        <button type="submit">{preferences.chooseZone}</button>
      </form>
    </section>
  );
};

const knownZones = memoize(1, () => Intl.supportedValuesOf("timeZone"));

/** The runtime's list may leave out UTC, and names that are an alias of another. */
const zonesWith = (zone: string): string[] => [
  ...new Set(["UTC", zone, ...knownZones()]),
];

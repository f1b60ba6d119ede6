// Lays out a page: head, header with navigation, content, footer.
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import assetNames from "#asset-names";
import { Sprite, Status } from "#ui/screens/drawings/shapes.tsx";
import { languages, wordsIn } from "#ui/words/words.ts";
import { Time } from "./time.tsx";
import type { Viewer } from "./viewer.ts";

/** The places of the navigation, by their names in the words. */
const places = {
  overview: "/",
  sites: "/sites",
  alerts: "/alerts",
  changes: "/changes",
  jobs: "/jobs",
  statistics: "/statistics",
  settings: "/settings",
} as const;

export type Place = keyof typeof places;

type PageProps = {
  viewer: Viewer;
  /** The state in words, which is the heading as well. */
  title: string;
  place?: Place;
  /** A narrow page is for reading and typing. */
  narrow?: boolean;
  /** After how many seconds a script asks for the page again; never without it. */
  liveSeconds?: number;
  children?: Child;
};

export const Page = ({
  viewer,
  title,
  place,
  narrow,
  liveSeconds,
  children,
}: PageProps) => (
  <>
    {raw("<!doctype html>")}
    <html
      lang={viewer.language}
      data-theme={viewer.theme === "auto" ? undefined : viewer.theme}
      data-zone={viewer.zone}
    >
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · junkai`}</title>
        <link rel="icon" href={assetNames.icon} />
        <link rel="stylesheet" href={assetNames.style} />
        <script type="module" src={assetNames.script} />
      </head>
      <body>
        <a class="skip" href="#main">
          {viewer.words.common.toContent}
        </a>
        <Sprite />
        <Header viewer={viewer} place={place ?? null} />
        <main id="main" class={narrow ? "narrow" : undefined} data-live={liveSeconds}>
          {children}
        </main>
        <footer class="foot">
          <a href="/docs">{viewer.words.common.reference}</a>
        </footer>
      </body>
    </html>
  </>
);

const Header = ({ viewer, place }: { viewer: Viewer; place: Place | null }) => (
  <header class="bar">
    <a class="plain brand" href="/">
      <svg aria-hidden="true">
        <use href="#mark" />
      </svg>
      junkai
    </a>
    {viewer.role !== null && <Navigation viewer={viewer} place={place} />}
    <div class="end">
      {viewer.role !== null && <Fresh viewer={viewer} />}
      {viewer.role === "reader" && <span>{viewer.words.common.readOnly}</span>}
      <OtherLanguages viewer={viewer} />
      {viewer.hasSession && <LogOut viewer={viewer} />}
    </div>
  </header>
);

const Navigation = ({ viewer, place }: { viewer: Viewer; place: Place | null }) => (
  <nav aria-label={viewer.words.common.navigation}>
    <ul>
      {Object.entries(places).map(([name, href]) => (
        <li>
          <a href={href} aria-current={name === place ? "page" : undefined}>
            {viewer.words.common.places[name as Place]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/**
 * When the page was made. A script replaces it with each refresh, and shows the warning
 * when none comes.
 */
const Fresh = ({ viewer }: { viewer: Viewer }) => (
  <span id="fresh">
    <span>{viewer.words.common.fresh}</span>
    <span role="alert" hidden>
      <Status
        kind="failed"
        language={viewer.language}
        words={viewer.words.common.stale}
      />
    </span>{" "}
    <Time at={viewer.now} form="clock" viewer={viewer} />
    <span class="zone"> {viewer.zone}</span>
  </span>
);

const OtherLanguages = ({ viewer }: { viewer: Viewer }) =>
  languages
    .filter((language) => language !== viewer.language)
    .map((language) => (
      <a
        href={addressWith(viewer.address, "lang", language)}
        lang={language}
        hreflang={language}
      >
        {wordsIn(language).language}
      </a>
    ));

/** An address with one parameter set. */
export function addressWith(address: string, name: string, value: string): string {
  const [path = "/", query = ""] = address.split("?");
  const parameters = new URLSearchParams(query);
  parameters.set(name, value);
  return `${path}?${parameters}`;
}

const LogOut = ({ viewer: { words, formToken } }: { viewer: Viewer }) => (
  <form method="post" action="/logout">
    <FormToken token={formToken} />
    <button type="submit">{words.common.logOut}</button>
  </form>
);

/** The heading of a page, and in a sentence what the page is for. */
export const PageHead = ({ title, lead }: { title: string; lead: string }) => (
  <div class="head">
    <div>
      <h1>{title}</h1>
      <p class="quiet">{lead}</p>
    </div>
  </div>
);

/** What a form that changes something must have. */
export const FormToken = ({ token }: { token: string }) => (
  <input type="hidden" name={formTokenName} value={token} />
);

export const formTokenName = "form-token";

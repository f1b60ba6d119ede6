// Shows a public status page to everybody: no script, no login, nothing but what was opted
// in.
import { raw } from "hono/html";
import assetNames from "#asset-names";
import type { PublicPage, PublicService } from "#domain/status/public-page.ts";
import { Shape, Sprite, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import type { Standpoint } from "#ui/words/format.ts";
import { languages, wordsIn } from "#ui/words/words.ts";
import {
  formatMoment,
  nameOf,
  overallOf,
  sayHeadline,
  sayIncident,
  sayIncidentTime,
  sayMaintenance,
  sayMaintenanceTime,
  shapeOf,
} from "./public-words.ts";
import { ServiceDays } from "./service-days.tsx";

type PageProps = {
  page: PublicPage;
  viewer: Standpoint;
};

export const PublicStatusPage = ({ page, viewer }: PageProps) => {
  const words = wordsIn(viewer.language);
  const headline = sayHeadline(page, viewer.language);
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={viewer.language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{words.statusPage.title(headline, page.title)}</title>
          {!page.isIndexed && <meta name="robots" content="noindex" />}
          <link rel="icon" href={assetNames.icon} />
          <link rel="stylesheet" href={assetNames.style} />
          <link
            rel="alternate"
            type="application/atom+xml"
            title={page.title}
            href={`/status/${page.slug}/feed.atom`}
          />
        </head>
        <body>
          <a class="skip" href="#main">
            {words.common.toContent}
          </a>
          <Sprite />
          <Header page={page} viewer={viewer} />
          <main id="main" class="narrow">
            <Headline page={page} viewer={viewer} headline={headline} />
            <MaintenanceCard page={page} viewer={viewer} />
            <Services page={page} viewer={viewer} />
            <IncidentCard page={page} viewer={viewer} />
          </main>
        </body>
      </html>
    </>
  );
};

const Header = ({ page, viewer }: PageProps) => {
  const words = wordsIn(viewer.language).statusPage;
  const path = `/status/${page.slug}`;
  return (
    <header class="bar">
      <a class="plain brand" href={page.link ?? path} rel="noreferrer">
        {page.title}
      </a>
      <div class="end">
        <a href={`${path}/feed.atom`}>{words.feed}</a>
        <a href={`${path}/summary.json`}>{words.json}</a>
        {page.language === null &&
          languages
            .filter((language) => language !== viewer.language)
            .map((language) => (
              <a href={`${path}?in=${language}`} lang={language} hreflang={language}>
                {wordsIn(language).language}
              </a>
            ))}
      </div>
    </header>
  );
};

const Headline = ({ page, viewer, headline }: PageProps & { headline: string }) => {
  const kind = shapeOf[overallOf(page)];
  const words = wordsIn(viewer.language).statusPage;
  return (
    <div class={`said ${kind}`}>
      <h1 class="status">
        <Shape kind={kind} />
        {headline}
      </h1>
      {page.description !== null && <p>{page.description}</p>}
      <p class="small quiet">{words.asOf(formatMoment(page.at, viewer), viewer.zone)}</p>
    </div>
  );
};

const Services = ({ page, viewer }: PageProps) => (
  <>
    {page.groups.map(({ id, name, services }) => (
      <section class="card" aria-labelledby={id}>
        <h2 id={id}>{name}</h2>
        <ul class="services">
          {services.map((service) => (
            <Service service={service} viewer={viewer} />
          ))}
        </ul>
      </section>
    ))}
    {page.isCut && <p class="small quiet">{wordsIn(viewer.language).statusPage.cut}</p>}
  </>
);

type ServiceProps = { service: PublicService; viewer: Standpoint };

const Service = ({ service, viewer }: ServiceProps) => {
  const { states } = wordsIn(viewer.language).statusPage;
  return (
    <li>
      <div class="row between">
        <h3>{nameOf(service, viewer.language)}</h3>
        <State kind={service.state} words={states[service.state]} />
      </div>
      <ServiceDays viewer={viewer} service={service} />
    </li>
  );
};

const State = ({ kind, words }: { kind: StatusKind; words: string }) => (
  <span class={`status ${kind}`}>
    <Shape kind={kind} />
    {words}
  </span>
);

/** A shape before words that are too long for one line. */
const Mark = ({ kind }: { kind: StatusKind }) => (
  <>
    <span class={`status ${kind}`}>
      <Shape kind={kind} />
    </span>{" "}
  </>
);

const MaintenanceCard = ({ page, viewer }: PageProps) => {
  const words = wordsIn(viewer.language).statusPage.maintenance;
  if (page.maintenance.length === 0) return null;
  return (
    <section class="card" aria-labelledby="maintenance-card">
      <h2 id="maintenance-card">{words.title}</h2>
      <ul class="services">
        {page.maintenance.map((one) => (
          <li id={one.id}>
            <h3>
              {one.isNow && <Mark kind="maintenance" />}
              {sayMaintenance(one, viewer.language)}
            </h3>
            <p class="small">{sayMaintenanceTime(one, viewer)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
};

const IncidentCard = ({ page, viewer }: PageProps) => {
  const words = wordsIn(viewer.language).statusPage.incidents;
  if (!page.showsIncidents) return null;
  return (
    <section class="card" aria-labelledby="incident-card">
      <h2 id="incident-card">{words.title}</h2>
      {page.incidents.length === 0 && <p class="quiet">{words.none}</p>}
      <ul class="services">
        {page.incidents.map((incident) => (
          <li id={incident.id}>
            <h3>
              {incident.until === null && <Mark kind={incident.severity} />}
              {sayIncident(incident, viewer.language)}
            </h3>
            <p class="small">{sayIncidentTime(incident, viewer)}</p>
            <ul>
              {incident.notes.map(({ at, text }) => (
                <li>
                  <span class="small quiet">
                    <time datetime={new Date(at).toISOString()}>
                      {formatMoment(at, viewer)}
                    </time>
                  </span>{" "}
                  {text}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
};

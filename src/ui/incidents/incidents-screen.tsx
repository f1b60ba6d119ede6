// Lists incidents: those that are open, then those that were.
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { noRefusals, RefusalSummary } from "#ui/screens/fields.tsx";
import { addressWith, Page, PageHead } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { IncidentFilter } from "./incident-filter.tsx";
import { IncidentTable } from "./incident-table.tsx";
import {
  addressOfIncidents,
  type IncidentPage,
  type IncidentsView,
} from "./incident-view.ts";

type ScreenProps = { viewer: Viewer; view: IncidentsView; notice: Notice | null };

export const IncidentsScreen = ({ viewer, view, notice }: ScreenProps) => {
  const words = viewer.words.incidents;
  const title = sayTitle(view, viewer);
  const isEmpty = [view.open, view.closed].every((page) => !page?.items.length);
  const isFiltered = Object.values(view.asked).some((value) => value !== null);
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place="incidents" />
      <PageHead title={title} lead={words.lead} />
      <NoticeView viewer={viewer} notice={notice} />
      <RefusalSummary
        viewer={viewer}
        refusals={view.refusals}
        labels={{ target: words.filter.target }}
      />
      <div class="card">
        <IncidentFilter viewer={viewer} view={view} />
      </div>
      {isEmpty ? (
        view.refusals === noRefusals && (
          <p class="card">{isFiltered ? words.nothing : words.empty}</p>
        )
      ) : (
        <Lists viewer={viewer} view={view} />
      )}
    </Page>
  );
};

function sayTitle({ openCount, isMore }: IncidentsView, { words }: Viewer): string {
  const { title } = words.incidents;
  if (openCount === 0) return title.none;
  return isMore ? title.atLeast(counted(openCount)) : title.some(counted(openCount));
}

type ListsProps = { viewer: Viewer; view: IncidentsView };

const Lists = ({ viewer, view: { open, closed, asked } }: ListsProps) => {
  const words = viewer.words.incidents;
  const isBoth = open !== null && closed !== null;
  return (
    <>
      {open !== null && open.items.length > 0 && (
        <section class="card" aria-labelledby="open-ones">
          <h2 id="open-ones">{words.open}</h2>
          <IncidentTable viewer={viewer} {...open} caption={words.captions.open} />
          {isBoth && open.next !== null ? (
            <p>
              <a class="button" href={addressOfIncidents({ ...asked, open: "true" })}>
                {words.moreOpen}
              </a>
            </p>
          ) : (
            <Older viewer={viewer} page={open} />
          )}
        </section>
      )}
      {closed !== null && (
        <section class="card" aria-labelledby="closed-ones">
          <h2 id="closed-ones">{words.history}</h2>
          {closed.items.length === 0 ? (
            <p class="quiet">{words.noneClosed}</p>
          ) : (
            <IncidentTable viewer={viewer} {...closed} caption={words.captions.closed} />
          )}
          <Older viewer={viewer} page={closed} />
        </section>
      )}
    </>
  );
};

const Older = ({ viewer, page: { next } }: { viewer: Viewer; page: IncidentPage }) =>
  next === null ? null : (
    <p data-swap>
      <a class="button" href={addressWith(viewer.address, "cursor", next)}>
        {viewer.words.incidents.older}
      </a>
    </p>
  );

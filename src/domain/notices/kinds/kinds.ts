// Names how each kind of event is told. A new kind is a file of its own, and a line here.
import type { EventKind } from "#domain/notices/event.ts";
import { contentChanged } from "./content-changed.ts";
import { crawlFindings } from "./crawl-findings.ts";
import type { EventWording } from "./event-kind.ts";
import { incidentClosed } from "./incident-closed.ts";
import { incidentHeld } from "./incident-held.ts";
import { incidentOpened } from "./incident-opened.ts";
import { incidentWorse } from "./incident-worse.ts";
import { jobFailed } from "./job-failed.ts";
import { jobRecovered } from "./job-recovered.ts";
import { serviceMissed } from "./service-missed.ts";
import { storageNearlyFull } from "./storage-nearly-full.ts";

const wordings: { readonly [Kind in EventKind]: EventWording<Kind> } = {
  "incident-opened": incidentOpened,
  "incident-worse": incidentWorse,
  "incident-closed": incidentClosed,
  "incident-held": incidentHeld,
  "crawl-findings": crawlFindings,
  "job-failed": jobFailed,
  "job-recovered": jobRecovered,
  "storage-nearly-full": storageNearlyFull,
  "service-missed": serviceMissed,
  "content-changed": contentChanged,
};

/** The wording takes events of the kind that is asked for, which types cannot say. */
export const wordingOf = (kind: EventKind): EventWording<EventKind> =>
  wordings[kind] as EventWording<EventKind>;

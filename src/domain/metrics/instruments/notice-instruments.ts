// Lists the instruments of notices: how many are on their way, and what came of those that
// were tried, as the job that delivers has counted it.
import { deliverJob } from "#domain/jobs/job-names.ts";
import { type Group, readingsBy, single } from "#domain/metrics/instrument.ts";
import type { Snapshot } from "#domain/metrics/snapshot.ts";

/** As the counts of the job name them. */
const outcomes = ["sent", "failed", "dead"] as const;

const sentences: Readonly<Record<string, string>> = {
  sent: "Notices that their channels took.",
  failed: "Tries to send a notice that failed and are repeated.",
  dead: "Notices that were refused or given up.",
};

export const noticeInstruments: Group<Pick<Snapshot, "notices" | "jobs">> = {
  subjectsOf: (snapshot) => [{ subject: snapshot, labels: {} }],
  instruments: [
    {
      kind: "gauge",
      name: "junkai_notices_waiting",
      flatName: "notices/waiting",
      help: "Notices that wait to be sent, or to be tried again; counted up to 1,000.",
      read: ({ notices }) => single(notices.waiting),
    },
    {
      kind: "gauge",
      name: "junkai_notices_dead",
      flatName: "notices/dead",
      help: "Notices that no channel took, and are kept to be sent again; counted up to 1,000.",
      read: ({ notices }) => single(notices.dead),
    },
    {
      kind: "counter",
      name: "junkai_notices_total",
      flatName: "notices/tries/{outcome}",
      help: "Tries to send notices: sent, failed and to be repeated, or dead.",
      flatHelp: ({ outcome = "" }) => sentences[outcome] ?? "",
      read({ jobs }) {
        const { totals = {} } = jobs.find(({ name }) => name === deliverJob) ?? {};
        return readingsBy(
          "outcome",
          outcomes,
          (outcome) => totals[`items.${outcome}`] ?? 0,
        );
      },
    },
  ],
};

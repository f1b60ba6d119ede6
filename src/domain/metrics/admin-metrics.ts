// Renders instruments as the flat metrics of /admin. All values of a subject stand
// together there.

import { adminOrder } from "#domain/metrics/instruments/catalogue.ts";
import type { Metric, Unit } from "./flat-metrics.ts";
import type { Group, Instrument, Labels, Reading, Template } from "./instrument.ts";
import type { Snapshot } from "./snapshot.ts";

/** Every metric of the service, as /admin shows it. */
export const toFlatMetrics = (snapshot: Snapshot): Metric[] =>
  adminOrder.flatMap((group) => metricsOf(group, snapshot));

function metricsOf({ subjectsOf, instruments }: Group, snapshot: Snapshot): Metric[] {
  const readers = instruments.flatMap((instrument) => readerOf(instrument) ?? []);
  return subjectsOf(snapshot).flatMap(({ subject, labels }) =>
    readers.flatMap((read) => read(subject, labels)),
  );
}

type Reader<Subject> = (subject: Subject, own: Labels) => Metric[];

const units: Record<NonNullable<Instrument<unknown>["unit"]>, Unit> = {
  milliseconds: "Milliseconds",
  bytes: "Bytes",
  requests: "Requests",
};

/** Reads the values of an instrument; null for one that /admin does not show. */
function readerOf<Subject>(instrument: Instrument<Subject>): Reader<Subject> | null {
  if (instrument.flatName === null) return null;
  const nameOf = compile(instrument.flatName);
  const descriptionOf = compile(instrument.flatHelp ?? instrument.help);
  const unit = instrument.unit === undefined ? "Unspecified" : units[instrument.unit];
  const render = <Kind, Value>(kind: Kind, own: Labels, reading: Reading<Value>) => {
    const labels = { ...own, ...reading.labels };
    const { value } = reading;
    return {
      name: nameOf(labels),
      kind,
      description: descriptionOf(labels),
      unit,
      value,
    };
  };
  if (instrument.kind === "distribution")
    return (subject, own) =>
      instrument.read(subject).map((reading) => render("histogram", own, reading));
  const { kind } = instrument;
  return (subject, own) =>
    instrument.read(subject).map((reading) => render(kind, own, reading));
}

/** A function that fills the template in. Taking it apart once makes filling it cheap. */
function compile(template: Template): (labels: Labels) => string {
  if (typeof template === "function") return template;
  const [start = "", ...parts] = template.split(/\{(\w+)\}/);
  return (labels) => {
    let text = start;
    for (let i = 0; i < parts.length; i += 2)
      text += (labels[parts[i] ?? ""] ?? "") + parts[i + 1];
    return text;
  };
}

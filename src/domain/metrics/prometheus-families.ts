// Renders instruments as families of Prometheus. Milliseconds become seconds.
import { type Family, formatLabels } from "./exposition.ts";
import type { Group, Instrument, Labels, Reading } from "./instrument.ts";

/** Every family of these groups, as /metrics shows it. */
export const toFamilies = <Whole>(
  groups: readonly Group<unknown, Whole>[],
  snapshot: Whole,
): Family[] =>
  groups.flatMap(({ subjectsOf, instruments }) =>
    familiesOf(instruments, subjectsOf(snapshot)),
  );

/** The families of these instruments, each with the series of all the subjects. */
export function familiesOf<Subject>(
  instruments: readonly Instrument<Subject>[],
  subjects: ReturnType<Group<Subject>["subjectsOf"]>,
): Family[] {
  const labelled = subjects.map(({ subject, labels }) => ({
    subject,
    own: formatLabels(labels),
  }));
  return instruments.flatMap((instrument) => familyOf(instrument, labelled) ?? []);
}

/** `own` is the subject's labels as text. */
type Labelled<Subject> = { subject: Subject; own: string };

/** Null for an instrument that /metrics does not show. */
function familyOf<Subject>(
  instrument: Instrument<Subject>,
  subjects: readonly Labelled<Subject>[],
): Family | null {
  if (instrument.name === null) return null;
  const { name, help } = instrument;
  const divisor = instrument.unit === "milliseconds" ? 1_000 : 1;
  if (instrument.kind === "histogram") {
    const samples = subjects.flatMap(({ subject, own }) =>
      instrument.read(subject).map(({ labels, value: { counts, sum } }) => ({
        labels: joinLabels(own, labels),
        counts,
        sum: sum / divisor,
      })),
    );
    return { name, help, type: "histogram", bounds: instrument.bounds, samples };
  }
  const samples = subjects.flatMap(({ subject, own }) =>
    instrument.read(subject).map(({ labels, value }: Reading) => ({
      labels: joinLabels(own, labels),
      value: value / divisor,
    })),
  );
  return { name, help, type: instrument.kind, samples };
}

function joinLabels(own: string, labels: Labels): string {
  const others = formatLabels(labels);
  return own === "" || others === "" ? own + others : `${own},${others}`;
}

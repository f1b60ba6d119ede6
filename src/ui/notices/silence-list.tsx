// Lists silences: what each keeps quiet, until when and why, with a button that ends it.
import { type Matcher, writeMatcher } from "#domain/notices/routing/matcher.ts";
import { type SilenceState, silenceState } from "#domain/notices/routing/silence.ts";
import { Status, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

/** Instants are epoch ms. */
export type ShownSilence = {
  id: number;
  matchers: readonly Matcher[];
  /** Only this incident is silenced; null for all that the matchers match. */
  incidentId: string | null;
  startsAt: number;
  /** Null: until the incident has recovered. */
  endsAt: number | null;
  reason: string;
  author: string;
};

const shapes: Readonly<Record<SilenceState, StatusKind>> = {
  active: "paused",
  upcoming: "new",
  past: "up",
};

type ListProps = {
  viewer: Viewer;
  silences: readonly ShownSilence[];
  /** Where the buttons lead back to. */
  to: string;
};

export const SilenceList = ({ viewer, silences, to }: ListProps) => {
  const { caption, columns } = viewer.words.alerts.silences;
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.from}</th>
          <th scope="col">{columns.until}</th>
          <th scope="col">{columns.reason}</th>
          {viewer.role === "admin" && (
            <th scope="col">
              <span class="out">{columns.end}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {silences.map((silence) => (
          <Row viewer={viewer} silence={silence} to={to} />
        ))}
      </tbody>
    </table>
  );
};

type RowProps = { viewer: Viewer; silence: ShownSilence; to: string };

const Row = ({ viewer, silence, to }: RowProps) => {
  const words = viewer.words.alerts.silences;
  const { columns } = words;
  const state = silenceState(silence, viewer.now);
  const { startsAt, endsAt, reason, author } = silence;
  return (
    <tr>
      <th scope="row">
        <span class="url">{sayWhat(silence, viewer)}</span>
      </th>
      <td>
        <Status
          kind={shapes[state]}
          language={viewer.language}
          words={words.states[state]}
        />
      </td>
      <td data-th={columns.from}>
        <Time at={startsAt} viewer={viewer} />
      </td>
      <td data-th={columns.until}>
        {endsAt === null ? words.untilRecovery : <Time at={endsAt} viewer={viewer} />}
      </td>
      <td class="all">
        <span class="url">
          {reason === "" ? words.noReason : reason}
          {author !== "" && ` ${words.by(author)}`}
        </span>
      </td>
      {viewer.role === "admin" && (
        <td class="end all">
          {state !== "past" && <End {...{ viewer, silence, to }} />}
        </td>
      )}
    </tr>
  );
};

const End = ({ viewer, silence, to }: RowProps) => (
  <form method="post" action={`/silences/${silence.id}/end`}>
    <FormToken token={viewer.formToken} />
    <input type="hidden" name="to" value={to} />
    <button type="submit">
      {viewer.words.alerts.silences.endNow}
      <span class="out">{viewer.words.channels.of(sayWhat(silence, viewer))}</span>
    </button>
  </form>
);

function sayWhat({ matchers, incidentId }: ShownSilence, { words }: Viewer): string {
  const { incident } = words.alerts.silences;
  const parts = [
    ...(incidentId === null ? [] : [incident(incidentId)]),
    ...matchers.map(writeMatcher),
  ];
  return parts.join(", ");
}

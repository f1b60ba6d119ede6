// Shows what failed: the sentence, the condition with what was found, the beginning of the
// body as text, and the targets that fail because of it.
import type { Incident } from "#domain/incidents/incident.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { sayChildren, sayFailure } from "./incident-words.ts";

type EvidenceProps = { viewer: Viewer; incident: Incident };

export const EvidenceCard = ({ viewer, incident }: EvidenceProps) => {
  const words = viewer.words.incidents.evidence;
  const { labels, facts } = incident;
  const { body } = facts;
  // No answer is asked of a job that runs elsewhere.
  const isReported = labels.kind === "heartbeat";
  const children = sayChildren(incident, viewer);
  return (
    <section class="card" aria-labelledby="evidence">
      <h2 id="evidence">{words.title}</h2>
      <p class="url">{sayFailure(incident, viewer)}</p>
      <Condition viewer={viewer} incident={incident} />
      {body ? (
        <>
          <h3>{words.body}</h3>
          {/* HTML drops a line break at the start of a pre. */}
          <pre>{`\n${body}`}</pre>
        </>
      ) : (
        !isReported && <p class="small quiet">{words.noBody}</p>
      )}
      {children !== null && <p class="url">{children}</p>}
    </section>
  );
};

const Condition = ({ viewer, incident: { facts } }: EvidenceProps) => {
  const words = viewer.words.incidents.evidence;
  const { failure } = facts;
  if (failure?.class !== "assertion" || failure.condition === undefined) return null;
  return (
    <dl class="pairs">
      <dt>{words.condition}</dt>
      <dd class="url">
        <code>{failure.condition}</code>
      </dd>
      <dt>{words.actual}</dt>
      <dd class="url">{failure.actual ?? words.nothing}</dd>
    </dl>
  );
};

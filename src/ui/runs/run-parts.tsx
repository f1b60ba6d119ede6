// Shows what a run saw, and what its target asks for.
import type { Reading } from "#domain/readings/reading.ts";
import type { Run } from "#domain/runs/run.ts";
import type { Target } from "#domain/targets/target.ts";
import { formatRead } from "#ui/screens/number-words.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfContent, pathOfDiff } from "#ui/targets/change-address.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { formatBytes, formatNumber, formatSpan } from "#ui/words/format.ts";
import type { RunView } from "./run-view.ts";

type PartProps = { viewer: Viewer; view: RunView };

export const Answer = ({ viewer, view, run }: PartProps & { run: Run }) => {
  const words = viewer.words.run.answer;
  const { target } = view;
  return (
    <section class="card" aria-labelledby="answer">
      <h2 id="answer">{words.title}</h2>
      <dl class="pairs">
        <dt>{words.status}</dt>
        <dd>{run.status ?? words.none}</dd>
        <dt>{words.type}</dt>
        <dd>{run.contentType ?? words.none}</dd>
        <dt>{words.bytes}</dt>
        <dd>{words.size(formatBytes(run.bytes), formatNumber(run.bytes))}</dd>
        <dt>{words.redirects}</dt>
        <dd>{formatNumber(run.redirects)}</dd>
        <dt>{words.finalUrl}</dt>
        <dd class="url">{run.finalUrl ?? target.url}</dd>
        <dt>{words.content}</dt>
        <dd>
          {run.notModified
            ? words.notModified
            : run.changed
              ? words.changed
              : words.unchanged}
        </dd>
        <dt>SHA-256</dt>
        <dd class="mono">{run.contentHash ?? words.none}</dd>
        {run.reading !== null && (
          <ReadingPairs viewer={viewer} target={target} reading={run.reading} />
        )}
      </dl>
      <p class="small quiet">{words.notKept}</p>
      {target.kind === "site" && (
        <p>
          <a href={`${pathOfTarget(target)}/site`}>{words.site}</a>
        </p>
      )}
    </section>
  );
};

type ReadingProps = { viewer: Viewer; target: Target; reading: Reading };

/** What the target's steps read. Its text is kept unless it was deleted since. */
const ReadingPairs = ({ viewer, target, reading }: ReadingProps) => {
  const words = viewer.words.readings.run;
  const { hash, numbers } = reading;
  return (
    <>
      <dt>{words.reading}</dt>
      <dd>
        <a class="mono" href={pathOfContent(target, hash)}>
          {hash}
        </a>{" "}
        <a href={pathOfDiff(target, { from: hash, to: "latest" })}>{words.compare}</a>
      </dd>
      {Object.entries(numbers).map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>
            <a href={`${pathOfTarget(target)}/readings#number-${name}`}>
              {formatRead(value)}
            </a>
          </dd>
        </>
      ))}
    </>
  );
};

/** A long body of a request is cut: the document has it whole. */
const mostBodyChars = 1_000;

/** How the document writes a secret. */
const masked = "***";

export const Request = ({ viewer, view: { target, headers } }: PartProps) => {
  const words = viewer.words.run.request;
  const { request } = target;
  return (
    <section class="card" aria-labelledby="request">
      <h2 id="request">{words.title}</h2>
      <p class="small quiet">{words.hint}</p>
      <dl class="pairs">
        <dt>{words.method}</dt>
        <dd>{request.method}</dd>
        <dt>{words.address}</dt>
        <dd class="url">{target.url}</dd>
        {Object.entries(headers).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              {value}
              {value === masked && (
                <>
                  {" "}
                  <span class="small quiet">{words.secret}</span>
                </>
              )}
            </dd>
          </>
        ))}
        <dt>{words.timeout}</dt>
        <dd>{formatSpan(request.timeoutMs, viewer.language)}</dd>
        <dt>{words.retries}</dt>
        <dd>{formatNumber(request.retries)}</dd>
        <dt>{words.maxRedirects}</dt>
        <dd>{formatNumber(request.maxRedirects)}</dd>
      </dl>
      {request.body !== null && (
        <>
          <h3>{words.body}</h3>
          <pre>{[...request.body].slice(0, mostBodyChars).join("")}</pre>
        </>
      )}
    </section>
  );
};

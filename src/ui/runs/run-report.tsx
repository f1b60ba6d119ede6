// Shows what a heartbeat's job reported of a run: its numbers, and the text of its pings.
import type { Run } from "#domain/runs/run.ts";
import { formatRead } from "#ui/screens/number-words.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import { formatNumber } from "#ui/words/format.ts";
import type { RunView } from "./run-view.ts";

type ReportProps = { viewer: Viewer; view: RunView; run: Run };

export const RunReport = ({ viewer, view, run }: ReportProps) => {
  const words = viewer.words.heartbeats.run;
  const logs = view.logs ?? [];
  const numbers = Object.entries(run.reading?.numbers ?? {});
  return (
    <section class="card" aria-labelledby="log">
      <h2 id="log">{words.log}</h2>
      {numbers.length > 0 && (
        <dl class="pairs">
          {numbers.map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>
                <a href={`${pathOfTarget(view.target)}/readings#number-${name}`}>
                  {formatRead(value)}
                </a>
              </dd>
            </>
          ))}
        </dl>
      )}
      {logs.length === 0 && <p class="quiet">{words.noLog}</p>}
      {logs.map(({ n, body }) => (
        <>
          <h3>{words.ping(formatNumber(n))}</h3>
          <pre tabindex={0}>{body}</pre>
        </>
      ))}
    </section>
  );
};

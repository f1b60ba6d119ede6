// Tells whether everything ran: the slots that came due, and what became of them. The
// figures add up.
import { hourMs } from "#domain/time/instants.ts";
import { type FateKind, Shape } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatInstant, formatNumber } from "#ui/words/format.ts";
import type { OverviewView } from "./overview-view.ts";

type LedgerProps = { viewer: Viewer; view: OverviewView };

const fates = ["ran", "late", "skipped", "missed"] as const satisfies FateKind[];

export const SlotLedger = ({ viewer, view }: LedgerProps) => {
  const { ledger, asked, window } = view;
  const words = viewer.words.overview.ledger;
  const isWhole = ledger.since < window.from + hourMs;
  return (
    <section class="card" aria-labelledby="ledger">
      <header>
        <h2 id="ledger">{words.title}</h2>
        <p class="small quiet">
          {isWhole
            ? words.window(asked.window)
            : words.since(formatInstant(ledger.since, viewer))}{" "}
          <a href="/statistics">{words.statistics}</a>
        </p>
      </header>
      {ledger.due + ledger.crawls === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <ul class="legend">
          <li>
            <b>{words.due(counted(ledger.due))}</b> =
          </li>
          {fates.map((fate) => (
            <Part kind={fate} count={ledger[fate]} words={words[fate]} />
          ))}
          <Part kind="failed" count={ledger.failed} words={words.failed} />
          {ledger.degraded > 0 && (
            <Part kind="degraded" count={ledger.degraded} words={words.degraded} />
          )}
          {ledger.crawls > 0 && (
            <li>
              <b>{formatNumber(ledger.crawls)}</b> {words.crawls(counted(ledger.crawls))}
            </li>
          )}
        </ul>
      )}
    </section>
  );
};

type PartProps = { kind: FateKind | "degraded"; count: number; words: string };

const Part = ({ kind, count, words }: PartProps) => (
  <li>
    <Shape kind={kind} class={kind} />
    <b>{formatNumber(count)}</b> {words}
  </li>
);

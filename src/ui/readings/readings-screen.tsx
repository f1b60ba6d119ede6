// Shows the numbers that a target's steps read: what they are, what they were, the lowest
// and the highest.
import { Page } from "#ui/screens/layout.tsx";
import { formatRead, formatSigned } from "#ui/screens/number-words.ts";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import { Tile } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { addressTo, isoOf } from "#ui/targets/address.ts";
import { pathOfTarget, TargetHead } from "#ui/targets/target-head.tsx";
import { windowNames } from "#ui/targets/target-view.ts";
import { counted } from "#ui/words/format.ts";
import { NumberChart } from "./number-chart.tsx";
import type { ReadingsView, ShownNumber } from "./readings-view.ts";

type ScreenProps = { viewer: Viewer; view: ReadingsView };

/** How often the page is asked for again. */
const liveSeconds = 30;

export const ReadingsScreen = ({ viewer, view }: ScreenProps) => {
  const { target, numbers, unreadable } = view;
  const words = viewer.words.readings;
  const isHeartbeat = target.kind === "heartbeat";
  return (
    <Page
      viewer={viewer}
      title={sayTitle(view, viewer)}
      place="overview"
      liveSeconds={liveSeconds}
    >
      <TargetHead viewer={viewer} target={target} tab="readings" />
      {unreadable > 0 && (
        <p class="said degraded">{viewer.words.target.unreadable(unreadable)}</p>
      )}
      <Windows viewer={viewer} view={view} />
      {numbers.length === 0 && (
        <section class="card">
          <p>{isHeartbeat ? viewer.words.heartbeats.run.noNumbers : words.page.none}</p>
          {viewer.role === "admin" && !isHeartbeat && (
            <p>
              <a class="button" href={`${pathOfTarget(target)}/edit#steps`}>
                {words.page.addSteps}
              </a>
            </p>
          )}
        </section>
      )}
      {numbers.map((number) => (
        <NumberCard viewer={viewer} view={view} number={number} />
      ))}
    </Page>
  );
};

/** The first numbers and their values, as a tab shows them. */
const told = 3;

function sayTitle({ target, numbers }: ReadingsView, { words }: Viewer): string {
  const { page } = words.readings;
  if (numbers.length === 0) return page.titleNone(target.name);
  const first = numbers.slice(0, told).map(({ name, memory, figures }) => {
    const last = memory?.last ?? figures?.last;
    return last === undefined ? name : page.value(name, formatRead(last));
  });
  return page.title(target.name, first);
}

const Windows = ({ viewer, view: { windowName, window, target } }: ScreenProps) => {
  const words = viewer.words.readings.page;
  const query = new URLSearchParams({ from: isoOf(window.from), to: isoOf(window.to) });
  return (
    <nav class="row wide" aria-label={words.windows}>
      <ul class="counts">
        {windowNames.map((name) => (
          <li>
            <a
              href={addressTo(viewer, { window: name })}
              aria-current={name === windowName ? "true" : undefined}
            >
              {viewer.words.target.windows[name]}
            </a>
          </li>
        ))}
      </ul>
      <a class="small" href={`/api${pathOfTarget(target)}/readings.csv?${query}`}>
        CSV
      </a>
    </nav>
  );
};

type CardProps = ScreenProps & { number: ShownNumber };

const NumberCard = ({ viewer, view, number }: CardProps) => {
  const words = viewer.words.readings.page;
  const { name, figures } = number;
  return (
    <section class="card" aria-labelledby={`number-${name}`}>
      <h2 id={`number-${name}`}>{name}</h2>
      <p>{saySpan(number, viewer, viewer.words.target.windows[view.windowName])}</p>
      <dl class="tiles">
        <LastTile viewer={viewer} number={number} />
        <ExtremeTile viewer={viewer} number={number} extreme="lowest" />
        <ExtremeTile viewer={viewer} number={number} extreme="highest" />
        {figures !== null && (
          <Tile
            name={words.median(viewer.words.target.windows[view.windowName])}
            figure={formatRead(figures.p50)}
            notes={[
              words.between(formatRead(figures.p5), formatRead(figures.p95)),
              words.runs(counted(figures.count)),
            ]}
          />
        )}
      </dl>
      <NumberChart viewer={viewer} number={number} window={view.window} />
    </section>
  );
};

/** The sentence above the drawing. */
function saySpan({ figures }: ShownNumber, { words }: Viewer, window: string): string {
  const { page } = words.readings;
  if (figures === null) return page.nothing(window);
  const [low, high] = [formatRead(figures.min), formatRead(figures.max)];
  return figures.min === figures.max
    ? page.constant(window, low)
    : page.span(window, low, high);
}

const LastTile = ({ viewer, number }: Omit<CardProps, "view">) => {
  const words = viewer.words.readings.page;
  const { memory, dayBefore } = number;
  if (memory === null)
    return <Tile name={words.last} figure={<small>{words.notRead}</small>} notes={[]} />;
  return (
    <Tile
      name={words.last}
      figure={formatRead(memory.last)}
      notes={[
        dayBefore === null
          ? null
          : words.sinceDayBefore(formatSigned(memory.last - dayBefore)),
        <Time at={memory.lastAt} viewer={viewer} />,
      ]}
    />
  );
};

const ExtremeTile = ({
  viewer,
  number: { memory },
  extreme,
}: Omit<CardProps, "view"> & { extreme: "lowest" | "highest" }) => {
  const words = viewer.words.readings.page;
  return memory === null ? null : (
    <Tile
      name={words[extreme]}
      figure={formatRead(memory[extreme])}
      notes={[
        <TimeSentence viewer={viewer} at={memory[`${extreme}At`]} say={words.firstAt} />,
      ]}
    />
  );
};

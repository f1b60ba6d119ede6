// Shows the numbers that a target's steps read, each beside what it was before the window.
import { figuresOfNumbers } from "#domain/statistics/numbers/number-series.ts";
import { formatRead, formatSigned } from "#ui/screens/number-words.ts";
import { Tile } from "#ui/screens/tile.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfTarget } from "./target-head.tsx";
import type { TargetView } from "./target-view.ts";

type TilesProps = { viewer: Viewer; view: TargetView };

export const NumberTiles = ({ viewer, view }: TilesProps) => {
  const words = viewer.words.readings.page;
  const { figures, state, target } = view;
  return Object.entries(state.numbers?.byName ?? {}).map(([name, memory]) => {
    const before = figuresOfNumbers(figures.before.numbers.get(name))?.last ?? null;
    const { last, lowest, highest } = memory;
    return (
      <Tile
        name={name}
        figure={formatRead(last)}
        notes={[
          before === null
            ? null
            : words.before(formatSigned(last - before), formatRead(before)),
          <a href={`${pathOfTarget(target)}/readings`}>
            {words.extent(formatRead(lowest), formatRead(highest))}
          </a>,
        ]}
      />
    );
  });
};

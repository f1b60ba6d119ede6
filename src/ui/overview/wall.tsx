import { Shape } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import type { OverviewView, ShownRow } from "./overview-view.ts";
import { pathOfTarget } from "./overview-view.ts";

type WallProps = { viewer: Viewer; view: OverviewView };

export const Wall = ({ viewer, view: { rows, matches, counts } }: WallProps) => {
  const words = viewer.words.overview.wallView;
  const rest = (matches ?? counts.all) - rows.length;
  return (
    <>
      <ul class="wall">
        {rows.map((row) => (
          <Square viewer={viewer} row={row} />
        ))}
      </ul>
      {rest > 0 && <p class="small quiet">{words.rest(counted(rest))}</p>}
    </>
  );
};

const Square = ({ viewer, row: { target } }: { viewer: Viewer; row: ShownRow }) => (
  <li>
    <a class={target.status} href={pathOfTarget(target)} title={target.name}>
      <Shape kind={target.status} />
      <span>
        {target.name}
        <span class="out">: {viewer.words.statuses[target.status]}</span>
      </span>
    </a>
  </li>
);

// Shows targets as squares, those with a problem first: as many as a page holds, by tag
// where these are all.
import { Shape, type StatusKind, wordOf } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { groupsOf, isCut } from "./overview-groups.ts";
import { type OverviewView, pathOfTarget, type ShownRow } from "./overview-view.ts";
import { problemShapes } from "./problem-list.tsx";
import { Statuses } from "./statuses.tsx";

type WallProps = { viewer: Viewer; view: OverviewView };

export const Wall = ({ viewer, view }: WallProps) => {
  const { rows, matches, counts, problems } = view;
  const words = viewer.words.overview;
  const kinds = new Map(
    problems.shown.map((one) => [one.target.id, problemShapes[one.kind]]),
  );
  const unfolded = { ...view, asked: { ...view.asked, folded: [] } };
  const groups = isCut(view) ? null : groupsOf(unfolded);
  const rest = (matches ?? counts.all) - rows.length;
  if (groups === null)
    return (
      <>
        <Squares viewer={viewer} rows={rows} kinds={kinds} />
        {rest > 0 && <p class="small quiet">{words.wallView.rest(counted(rest))}</p>}
      </>
    );
  return groups.map(({ tag, byStatus, rows: own }) => (
    <section>
      <h3 class="row wide">
        {tag ?? words.targets.untagged}
        <Statuses viewer={viewer} byStatus={byStatus} />
      </h3>
      <Squares viewer={viewer} rows={own} kinds={kinds} />
    </section>
  ));
};

type Kinds = ReadonlyMap<number, StatusKind>;
type SquaresProps = { viewer: Viewer; rows: readonly ShownRow[]; kinds: Kinds };

const isTroubled = ({ shown, target: { status } }: ShownRow) =>
  shown !== "maintenance" && (status === "down" || status === "degraded");

const Squares = ({ viewer, rows, kinds }: SquaresProps) => {
  const isBad = (row: ShownRow) => isTroubled(row) || kinds.has(row.target.id);
  const ordered = [...rows.filter(isBad), ...rows.filter((row) => !isBad(row))];
  return (
    <ul class="wall">
      {ordered.map(({ target: { id, name }, shown }) => {
        const kind = shown === "maintenance" ? shown : (kinds.get(id) ?? shown);
        return (
          <li>
            <a class={kind} href={pathOfTarget({ id })} title={name}>
              <Shape kind={kind} />
              <span>
                {name}
                <span class="out">: {wordOf({ kind, language: viewer.language })}</span>
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
};

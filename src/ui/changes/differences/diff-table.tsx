// Draws a difference as a table: one line below the other, or both contents side by side.
import type { Cell, Hunk, Row } from "#domain/changes/comparing/difference.ts";
import { type InlineLine, inlineOf } from "#domain/changes/formats/inline.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { LineSign, LineText } from "./diff-cells.tsx";
import type { AskedDiff } from "./diff-view.ts";

type TableProps = {
  viewer: Viewer;
  hunks: readonly Hunk[];
  view: AskedDiff["view"];
  /** Whether lines before the first hunk are left out, or are on another page. */
  isFirst: boolean;
};

export const DiffTable = ({ viewer, hunks, view, isFirst }: TableProps) => {
  const words = viewer.words.changes.diff;
  const isInline = view === "inline";
  return (
    <table class={`diff ${view}`}>
      <caption class="out">{words.caption}</caption>
      <thead>
        {isInline ? <InlineHead viewer={viewer} /> : <SidesHead viewer={viewer} />}
      </thead>
      {hunks.map((hunk, i) => (
        <tbody>
          <Gap viewer={viewer} lines={gapBefore(hunk, hunks[i - 1], isFirst)} />
          {isInline
            ? inlineOf(hunk.rows).map((line) => <InlineRow viewer={viewer} line={line} />)
            : hunk.rows.map((row) => <SidesRow viewer={viewer} row={row} />)}
        </tbody>
      ))}
    </table>
  );
};

/** Lines that are the same, between two hunks. */
function gapBefore(hunk: Hunk, before: Hunk | undefined, isFirst: boolean): number {
  if (before !== undefined) return hunk.from - (before.from + before.fromLines);
  return isFirst ? hunk.from - 1 : 0;
}

type PartProps = { viewer: Viewer };

const Gap = ({ viewer, lines }: PartProps & { lines: number }) =>
  lines <= 0 ? null : (
    <tr class="gap">
      <td colspan={4} class="faint small">
        {viewer.words.changes.diff.left(counted(lines))}
      </td>
    </tr>
  );

const InlineHead = ({ viewer }: PartProps) => {
  const words = viewer.words.changes.diff;
  return (
    <tr>
      <th scope="col" class="n">
        {words.before}
      </th>
      <th scope="col" class="n">
        {words.after}
      </th>
      <th scope="col">
        <span class="out">{words.sign}</span>
      </th>
      <th scope="col">{words.text}</th>
    </tr>
  );
};

const InlineRow = ({ viewer, line }: PartProps & { line: InlineLine }) => (
  <tr class={line.kind}>
    <td class="n">{line.from ?? ""}</td>
    <td class="n">{line.to ?? ""}</td>
    <td>
      <LineSign viewer={viewer} kind={line.kind} />
    </td>
    <td>
      <LineText viewer={viewer} {...line} />
    </td>
  </tr>
);

const SidesHead = ({ viewer }: PartProps) => {
  const words = viewer.words.changes.diff;
  return (
    <tr>
      <th scope="col" class="n">
        <span class="out">{words.line}</span>
      </th>
      <th scope="col">{words.before}</th>
      <th scope="col" class="n">
        <span class="out">{words.line}</span>
      </th>
      <th scope="col">{words.after}</th>
    </tr>
  );
};

const SidesRow = ({ viewer, row: { kind, from, to } }: PartProps & { row: Row }) => (
  <tr class={kind === "same" ? "same" : undefined}>
    <Side viewer={viewer} cell={from} kind={kind === "same" ? kind : "removed"} />
    <Side viewer={viewer} cell={to} kind={kind === "same" ? kind : "added"} />
  </tr>
);

type SideProps = PartProps & { cell: Cell | null; kind: "same" | "removed" | "added" };

const Side = ({ viewer, cell, kind }: SideProps) =>
  cell === null ? (
    <>
      <td class="n none" />
      <td class="none" />
    </>
  ) : (
    <>
      <td class="n">{cell.line}</td>
      <td class={kind}>
        <LineSign viewer={viewer} kind={kind} />
        <LineText viewer={viewer} kind={kind} text={cell.text} pieces={cell.pieces} />
      </td>
    </>
  );

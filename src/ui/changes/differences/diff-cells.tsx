// Renders the text of a line that differs, in pieces where it is told by words. Everything
// in it comes from a stranger.
import type { Piece } from "#domain/changes/comparing/compare-words.ts";
import { Sign } from "#ui/screens/drawings/change-mark.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";
import { mostLineCharacters } from "./diff-pages.ts";

type LineProps = {
  viewer: Viewer;
  kind: "same" | "removed" | "added";
  text: string;
  pieces: readonly Piece[] | null;
};

const signs = { removed: "−", added: "+" } as const;

/** What a line is, for readers and for eyes that tell no colours apart. */
export const LineSign = ({ viewer, kind }: Pick<LineProps, "viewer" | "kind">) =>
  kind === "same" ? null : (
    <Sign sign={signs[kind]} said={viewer.words.changes.diff[kind]} />
  );

export const LineText = ({ viewer, kind, text, pieces }: LineProps) => {
  const shown = cutPieces(pieces ?? [{ text, differs: kind !== "same" }]);
  const left = text.length - mostLineCharacters;
  return (
    <>
      {shown.map((piece) =>
        piece.differs ? <Marked kind={kind} text={piece.text} /> : piece.text,
      )}
      {left > 0 && (
        <span class="faint">{viewer.words.changes.diff.cut(formatNumber(left))}</span>
      )}
    </>
  );
};

const Marked = ({ kind, text }: Pick<LineProps, "kind" | "text">) =>
  kind === "removed" ? <del>{text}</del> : <ins>{text}</ins>;

/** The pieces up to the longest line that is shown. */
function cutPieces(pieces: readonly Piece[]): Piece[] {
  const shown: Piece[] = [];
  let left = mostLineCharacters;
  for (const piece of pieces) {
    if (left <= 0) break;
    shown.push({ ...piece, text: piece.text.slice(0, left).toWellFormed() });
    left -= piece.text.length;
  }
  return shown;
}

// Draws what became of a content, and the signs of what was added and removed.
import type { ChangeKind } from "#domain/changes/change.ts";
import { Shape, type ShapeKind } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

/** The shape of each kind, and the class that colours it. */
const marks: Readonly<Record<ChangeKind, { shape: ShapeKind; class: string }>> = {
  first: { shape: "new", class: "new" },
  changed: { shape: "changed", class: "running" },
  reverted: { shape: "reverted", class: "paused" },
  minor: { shape: "minor", class: "skipped" },
  learned: { shape: "learned", class: "skipped" },
};

export const ChangeMark = ({ viewer, kind }: { viewer: Viewer; kind: ChangeKind }) => (
  <span class={`status ${marks[kind].class}`}>
    <Shape kind={marks[kind].shape} />
    {viewer.words.changes.kinds[kind]}
  </span>
);

/** A sign that is seen, and its word for readers. */
export const Sign = ({ sign, said }: { sign: string; said: string }) => (
  <>
    <b class="sign" aria-hidden="true">
      {sign}
    </b>
    <span class="out">{said} </span>
  </>
);

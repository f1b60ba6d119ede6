// Tells what somebody else changed while a form was filled in, and what became of it.
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { FieldName } from "./form-values.ts";

/** A field that somebody else changed. */
export type Change = {
  field: FieldName;
  /** What stands there now, as a form would show it. */
  now: string;
  /** Whether the form has it now: nothing else was typed there. */
  isTaken: boolean;
};

type ConflictProps = { viewer: Viewer; changes: readonly Change[] };

export const ConflictView = ({ viewer, changes }: ConflictProps) => {
  const { conflict, labels } = viewer.words.editor;
  return (
    <div class="said degraded" role="alert" tabindex={-1}>
      <h2 class="status">
        <Shape kind="degraded" />
        {conflict.title}
      </h2>
      <p>{conflict.advice}</p>
      <ul>
        {changes.map(({ field, now, isTaken }) => (
          <li>
            <a href={`#${field}`}>
              {(isTaken ? conflict.taken : conflict.kept)(
                labels[field],
                now === "" ? conflict.empty : now,
              )}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
};

// Says what a form did, on the page that follows, and offers to undo it.
import { FormToken } from "./layout.tsx";
import type { Viewer } from "./viewer.ts";

export type Notice = {
  /** A sentence. */
  said: string;
  /** The form that takes it back: where it goes, and its fields. */
  undo: { action: string; fields: Record<string, string> } | null;
};

type NoticeProps = { viewer: Viewer; notice: Notice | null };

export const NoticeView = ({ viewer, notice }: NoticeProps) =>
  notice === null ? null : (
    <div class="said up" role="status" data-keep>
      <div class="row between">
        <p>{notice.said}</p>
        {notice.undo !== null && <Undo viewer={viewer} undo={notice.undo} />}
      </div>
    </div>
  );

type UndoProps = { viewer: Viewer; undo: NonNullable<Notice["undo"]> };

const Undo = ({ viewer, undo: { action, fields } }: UndoProps) => (
  <form method="post" action={action}>
    <FormToken token={viewer.formToken} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button type="submit">{viewer.words.common.undo}</button>
  </form>
);

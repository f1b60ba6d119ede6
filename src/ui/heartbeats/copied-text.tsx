// Shows a text to paste elsewhere, with a button that copies it where scripts run.
import type { Viewer } from "#ui/screens/viewer.ts";

export const CopiedText = ({ viewer, text }: { viewer: Viewer; text: string }) => {
  const { copy, copied } = viewer.words.heartbeats.lines;
  return (
    <div class="copied">
      <pre>
        <code>{text}</code>
      </pre>
      <button type="button" data-copied={copied}>
        {copy}
      </button>
    </div>
  );
};

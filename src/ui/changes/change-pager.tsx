// Leads to older changes, and back to the newest.
import { addressWith } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { addressTo } from "#ui/targets/address.ts";
import type { ChangeItems } from "./change-view.ts";

type PagerProps = { viewer: Viewer; list: ChangeItems };

export const ChangePager = ({ viewer, list: { next, isLater } }: PagerProps) => {
  const words = viewer.words.changes;
  if (next === null && !isLater) return null;
  return (
    <p class="row wide" data-swap>
      {isLater && <a href={addressTo(viewer, { cursor: null })}>{words.newest}</a>}
      {next !== null && (
        <a href={addressWith(viewer.address, "cursor", next)} rel="next">
          {words.older}
        </a>
      )}
    </p>
  );
};

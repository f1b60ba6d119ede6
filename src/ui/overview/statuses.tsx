// Sums up the targets of a tag: each status that some have, with how many.
import type { TargetCounts } from "#domain/overview/target-counts.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatNumber } from "#ui/words/format.ts";
import { statusesIn } from "./overview-groups.ts";

type StatusesProps = {
  viewer: Viewer;
  byStatus: Readonly<TargetCounts["byStatus"]>;
};

export const Statuses = ({ viewer, byStatus }: StatusesProps) => {
  const words = viewer.words.overview.status;
  return statusesIn(byStatus).map(({ status, count }) => (
    <span class="small">
      <Status
        kind={status}
        language={viewer.language}
        words={words[status](formatNumber(count))}
      />
    </span>
  ));
};

// Labels an event of a target with what routes match.

import type { EventLabels, Severity } from "#domain/notices/event.ts";
import type { Target } from "#domain/targets/target.ts";

export const labelsOfTarget = (
  {
    id,
    key,
    name,
    host,
    kind,
    tags,
    heartbeat,
  }: Pick<Target, "id" | "key" | "name" | "host" | "kind" | "tags" | "heartbeat">,
  severity: Severity,
): EventLabels => ({
  target: key ?? `${id}`,
  name,
  host,
  kind,
  severity,
  tag: tags,
  ...(heartbeat?.channels && { channels: heartbeat.channels }),
});

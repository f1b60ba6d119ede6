// Renders an instant as a viewer reads it; hovering tells it exactly.
import {
  formatAgo,
  formatClock,
  formatDate,
  formatExact,
  formatInstant,
  formatMinute,
  type Standpoint,
} from "#ui/words/format.ts";

const forms = {
  ago: formatAgo,
  clock: formatClock,
  minute: formatMinute,
  date: formatDate,
  instant: formatInstant,
} as const;

export type TimeForm = keyof typeof forms;

export const formatTime = (at: number, form: TimeForm, viewer: Standpoint): string =>
  forms[form](at, viewer);

export const Time = ({
  at,
  form = "instant",
  viewer,
}: {
  /** Epoch ms. */
  at: number;
  form?: TimeForm;
  viewer: Standpoint;
}) => (
  <time datetime={new Date(at).toISOString()} title={formatExact(at, viewer)}>
    {formatTime(at, form, viewer)}
  </time>
);

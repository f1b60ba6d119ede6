// Tests since when the content is what it is: `content changed within 1d`,
// `content unchanged for 1h`.
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";
import { formatDuration, parseDuration } from "#domain/time/duration.ts";

const minuteMs = 60_000;

export const content: ConditionKind = {
  name: "content",
  subject: null,
  needs: "memory",
  example: "content changed within 1d",
  read(is) {
    const [, word, text = ""] = /^(changed within|unchanged for)\s+(.*)$/s.exec(is) ?? [];
    const limitMs = parseDuration(text);
    if (word === undefined || limitMs === null || limitMs === 0)
      return refuse('This is "changed within 1d" or "unchanged for 1h".');
    return ({ contentAge }) => {
      // Nothing is known of a content that is seen for the first time.
      if (contentAge === null) return { holds: true, actual: null };
      const { ms, isFirst } = contentAge;
      const holds = word === "changed within" ? ms <= limitMs : isFirst || ms >= limitMs;
      return { holds, actual: roughly(ms) };
    };
  },
  say: (actual) =>
    actual === null
      ? "the content is seen for the first time"
      : `the content has been the same for ${actual}`,
};

/** In whole minutes: a run is not kept more exactly than it is looked at. */
const roughly = (ms: number): string =>
  formatDuration(
    ms < minuteMs ? Math.floor(ms / 1000) * 1000 : Math.floor(ms / minuteMs) * minuteMs,
  );

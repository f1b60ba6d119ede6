// Compares figures of a crawl: `crawl duration < 10m`, `crawl broken == 0`.
import type { CrawlFigures } from "#domain/conditions/answer.ts";
import { parseCount, readNumberTest } from "#domain/conditions/comparing/compare.ts";
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";
import { formatDuration, parseDuration } from "#domain/time/duration.ts";

const figures: Readonly<Record<keyof CrawlFigures, string>> = {
  duration: "the crawl took",
  pages: "pages fetched:",
  broken: "addresses that are broken:",
  gone: "pages gone:",
};

const isFigure = (name: string): name is keyof CrawlFigures =>
  Object.hasOwn(figures, name);

export const crawl: ConditionKind = {
  name: "crawl",
  subject: `one of ${Object.keys(figures).join(", ")}`,
  needs: "crawl",
  example: "crawl duration < 10m",
  read(is, figure) {
    if (!isFigure(figure))
      return refuse(`This is one of ${Object.keys(figures).join(", ")}.`, "subject");
    const isTime = figure === "duration";
    const test = readNumberTest(is, isTime ? parseDuration : parseCount);
    if (test === null)
      return refuse(
        isTime
          ? 'This is a comparison with a duration: "< 10m".'
          : 'This is a comparison with a number: "== 0".',
      );
    return (answer) => {
      if (answer.crawl === null) return null;
      const value = answer.crawl[figure];
      return {
        holds: test(value),
        actual: isTime ? formatDuration(value) : String(value),
      };
    };
  },
  say: (actual, figure) =>
    `${isFigure(figure) ? figures[figure] : figure} ${actual ?? "not known"}`,
};

// Makes the paths of charts over time. A stretch without figures leaves a gap.

/** Epoch ms; `to` is exclusive. */
export type Span = { from: number; to: number };

/** A stretch of time and its figures; null where it has none. */
export type Stretch<Figures> = Span & { figures: Figures | null };

/** How far down the drawing a figure stands. */
type Height<Figures> = (figures: Figures) => number;

export const plotWidth = 960;
export const plotHeight = 200;

export const xOf = (at: number, { from, to }: Span): number =>
  Math.round((plotWidth * (at - from)) / Math.max(1, to - from));

export const middleOf = ({ from, to }: Span): number => (from + to) / 2;

export const linePath = <Figures>(
  stretches: readonly Stretch<Figures>[],
  height: Height<Figures>,
  span: Span,
): string =>
  segmentsOf(stretches)
    .map((segment) => `M${placesOf(segment, height, span).join("L")}`)
    .join("");

/** What lies between two lines. */
export const bandPath = <Figures>(
  stretches: readonly Stretch<Figures>[],
  [low, high]: readonly [Height<Figures>, Height<Figures>],
  span: Span,
): string =>
  segmentsOf(stretches)
    .map((segment) => {
      const back = placesOf(segment, high, span).reverse();
      return `M${[...placesOf(segment, low, span), ...back].join("L")}Z`;
    })
    .join("");

type Known<Figures> = Span & { figures: Figures };

/** Stretches that follow each other without a gap. */
function segmentsOf<Figures>(stretches: readonly Stretch<Figures>[]): Known<Figures>[][] {
  const segments: Known<Figures>[][] = [];
  let isOpen = false;
  for (const { from, to, figures } of stretches) {
    if (figures !== null) {
      if (!isOpen) segments.push([]);
      segments.at(-1)?.push({ from, to, figures });
    }
    isOpen = figures !== null;
  }
  return segments;
}

/** A stretch alone is as wide as its time. */
function placesOf<Figures>(
  segment: readonly Known<Figures>[],
  height: Height<Figures>,
  span: Span,
): string[] {
  const [only, ...rest] = segment;
  const ends =
    only !== undefined && rest.length === 0
      ? [only.from, only.to].map((at) => ({ at, figures: only.figures }))
      : segment.map((one) => ({ at: middleOf(one), figures: one.figures }));
  return ends.map(({ at, figures }) => `${xOf(at, span)} ${height(figures)}`);
}

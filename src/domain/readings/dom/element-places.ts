// Tells where an element stands among the elements beside it. Looks at all of them once:
// for each element anew, a long table would take time in the square of its rows.
import { type ChildNode, type Element, isTag, type ParentNode } from "domhandler";

/** From 1, among all elements and among those of the same name, from both ends. */
type Place = { nth: number; nthLast: number; nthOfType: number; nthLastOfType: number };

export class ElementPlaces {
  readonly #places = new Map<Element, Place>();
  readonly #seen = new Set<ParentNode | null>();
  readonly #onElement: () => void;

  /** `onElement` is called for each element that is looked at. */
  constructor(onElement: () => void) {
    this.#onElement = onElement;
  }

  placeOf(element: Element): Place {
    if (!this.#seen.has(element.parent)) this.#see(element);
    return this.#places.get(element) ?? alone;
  }

  #see({ parent }: Element): void {
    this.#seen.add(parent);
    const beside = (parent?.children ?? []).filter((node: ChildNode) => isTag(node));
    const before = new Map<string, number>();
    for (const [i, element] of beside.entries()) {
      this.#onElement();
      const nthOfType = count(before, element.name);
      const nthLast = beside.length - i;
      this.#places.set(element, { nth: i + 1, nthLast, nthOfType, nthLastOfType: 0 });
    }
    for (const element of beside) {
      const place = this.#places.get(element) ?? alone;
      place.nthLastOfType = 1 + (before.get(element.name) ?? 0) - place.nthOfType;
    }
  }
}

const alone: Place = { nth: 1, nthLast: 1, nthOfType: 1, nthLastOfType: 1 };

function count(counts: Map<string, number>, name: string): number {
  const next = (counts.get(name) ?? 0) + 1;
  counts.set(name, next);
  return next;
}

/**
 * Whether a place is one that An+B names (https://drafts.csswg.org/css-syntax/#anb-microsyntax).
 * The rule is one that css-select has taken.
 */
export function isAt(place: number, rule: string): boolean {
  const { step, offset } = readRule(rule);
  const steps = (place - offset) / step;
  return step === 0 ? place === offset : steps >= 0 && Number.isInteger(steps);
}

function readRule(rule: string): { step: number; offset: number } {
  const plain = rule.replace(/\s+/g, "").toLowerCase();
  if (plain === "even") return { step: 2, offset: 0 };
  if (plain === "odd") return { step: 2, offset: 1 };
  const [, a, b] = /^(?:([+-]?\d*)n)?([+-]?\d+)?$/.exec(plain) ?? [];
  const step = a === undefined ? 0 : a === "" || a === "+" || a === "-" ? `${a}1` : a;
  return { step: Number(step), offset: Number(b ?? 0) };
}

// Holds the elements that are open while a page is read. Each question is answered without
// a look at all of them: hostile pages leave hundreds of thousands open.
import type { Element } from "domhandler";

/** Browsers cut at 512. Functions that call themselves follow this deep. */
export const mostDepth = 256;

export class OpenElements {
  readonly #elements: Element[] = [];
  /** Where the open elements of each name stand, the outermost first. */
  readonly #places = new Map<string, number[]>();

  /** The element whose content is read: beyond the depth that is kept, an outer one. */
  get parent(): Element | undefined {
    return this.#elements[Math.min(this.#elements.length, mostDepth) - 1];
  }

  get innermost(): Element | undefined {
    return this.#elements.at(-1);
  }

  /** The innermost open element; undefined unless it is too deep to be the parent. */
  get tooDeep(): Element | undefined {
    return this.#elements[mostDepth] && this.innermost;
  }

  push(element: Element): void {
    const places = this.#places.get(element.name);
    if (places === undefined) this.#places.set(element.name, [this.#elements.length]);
    else places.push(this.#elements.length);
    this.#elements.push(element);
  }

  /** Where the innermost element of a name stands; -1 for nowhere. */
  placeOf(name: string): number {
    return this.#places.get(name)?.at(-1) ?? -1;
  }

  /** Where the innermost element of some names stands; -1 for nowhere. */
  lastOf(names: readonly string[]): number {
    let last = -1;
    for (const name of names) last = Math.max(last, this.placeOf(name));
    return last;
  }

  /** Ends an element and all in it, and tells their names. */
  end(place: number, onEnd: (name: string) => void): void {
    while (this.#elements.length > place) {
      const name = this.#elements.pop()?.name ?? "";
      this.#places.get(name)?.pop();
      onEnd(name);
    }
  }
}

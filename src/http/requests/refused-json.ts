// Finds what JSON may hold and no document may: the name `__proto__`, which means an
// object's prototype in JavaScript, so that libraries drop it without a word; and text with
// half a surrogate pair, which the database would store as other text.

/** A value in JSON, and where it is. Paths are put together only when asked for. */
type Place = { value: unknown; name: string; parent: Place | null };

type Refused = { path: string[]; detail: string };

/** The first that is found in parsed JSON; null when there is nothing of the kind. */
export function findRefused(json: unknown): Refused | null {
  const open: Place[] = [{ value: json, name: "", parent: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value === "string" && !value.isWellFormed())
      return { path: pathOf(place), detail: "This has half a surrogate pair." };
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__"))
      return { path: [...pathOf(place), "__proto__"], detail: "There is no such field." };
    for (const [name, inner] of Object.entries(value))
      open.push({ value: inner, name, parent: place });
  }
  return null;
}

function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.parent !== null; at = at.parent) path.unshift(at.name);
  return path;
}

// Finds names in JSON that are no field's name, whatever the document: `__proto__` means
// an object's prototype in JavaScript, so that libraries drop it without a word.

/** A value in JSON, and where it is. Paths are put together only when asked for. */
type Place = { value: unknown; name: string; parent: Place | null };

/** The path of a name `__proto__` in parsed JSON; null when there is none. */
export function findPrototypeName(json: unknown): string[] | null {
  const open: Place[] = [{ value: json, name: "", parent: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__")) return [...pathOf(place), "__proto__"];
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

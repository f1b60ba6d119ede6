// Makes addresses of a target's page that keep what was chosen and change a part of it.
import type { Viewer } from "#ui/screens/viewer.ts";

/** The parameters that are to change; null takes one away. */
export type Changes = Readonly<Record<string, string | null>>;

/** The address of the open page with some parameters changed. */
export function addressTo(
  { address }: Pick<Viewer, "address">,
  changes: Changes,
  place = "",
): string {
  const [path = "/", query = ""] = address.split("?");
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  const written = parameters.toString();
  return `${path}${written === "" ? "" : `?${written}`}${place && `#${place}`}`;
}

export const isoOf = (at: number): string => new Date(at).toISOString();

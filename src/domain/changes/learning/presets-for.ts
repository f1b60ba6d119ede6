// Finds the presets of `ignore` that make two lines the same.
import { presets } from "#domain/readings/ignoring/presets.ts";
import type { IgnorePreset } from "#domain/readings/step.ts";

const names = Object.keys(presets) as IgnorePreset[];

/** As few as it takes; null where they do not. */
export function presetsFor(from: string, to: string): IgnorePreset[] | null {
  if (!areMadeSame(names, from, to)) return null;
  const single = names.find((name) => areMadeSame([name], from, to));
  if (single !== undefined) return [single];
  return names.reduce((kept, name) => {
    const fewer = kept.filter((one) => one !== name);
    return areMadeSame(fewer, from, to) ? fewer : kept;
  }, names);
}

const areMadeSame = (kept: readonly IgnorePreset[], from: string, to: string): boolean =>
  ignoreBy(kept, from) === ignoreBy(kept, to);

const ignoreBy = (kept: readonly IgnorePreset[], line: string): string =>
  names
    .filter((name) => kept.includes(name))
    .reduce((left, name) => presets[name](left), line);

// Parses and writes sizes: "200KB" is 200,000 bytes, "200KiB" is 204,800.

const units: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1_000,
  MB: 1_000_000,
  KiB: 1_024,
  MiB: 1_048_576,
};

/** The bytes of a size; null when the text is none. */
export function parseSize(text: string): number | null {
  const [, number, unit = "B"] =
    /^(\d{1,12}(?:\.\d{1,3})?)\s?([KM]i?B|B)?$/.exec(text) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined
    ? null
    : Math.round(Number(number) * factor);
}

/** In whole bytes, so that what is just too large is not written as the limit. */
export const formatSize = (bytes: number): string => `${bytes} B`;

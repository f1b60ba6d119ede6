// Reads digits with separators between them. Tells the sign of the fraction from those of
// thousands; null where they make no number.

/** What separates the fraction, where that is known. */
export type DecimalSign = "." | ",";

const grouped: Readonly<Record<DecimalSign, RegExp>> = {
  // Groups of three; or of two before the last one, as in India.
  ".": /^(?:\d{1,3}(?:\.\d{3})+|\d{1,2}(?:\.\d{2})*\.\d{3})$/,
  ",": /^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3})$/,
};

/** Thousands separated by spaces or apostrophes, with or without a fraction. */
const apart = /^\d{1,3}(?:( \d{3})+|('\d{3})+)(?![\d' ])/;

/**
 * The number at the start of `1 234,5` and the like. `hasPoints` says whether the country
 * of its currency separates thousands by points.
 */
export function readDigits(
  digits: string,
  decimal: DecimalSign | null,
  hasPoints: boolean,
): number | null {
  const [thousands = ""] = apart.exec(digits) ?? [];
  if (thousands !== "") {
    const fraction = /^[.,]\d+$/.test(digits.slice(thousands.length))
      ? digits.slice(thousands.length)
      : "";
    if (fraction !== "" && decimal !== null && fraction[0] !== decimal) return null;
    return Number(thousands.replace(/[ ']/g, "") + fraction.replace(",", "."));
  }
  const [first = ""] = digits.split(/[ ']/, 1);
  return decimal === null ? guess(first, hasPoints) : readAs(first, decimal);
}

function guess(digits: string, hasPoints: boolean): number | null {
  const signs = digits.replace(/\d/g, "");
  if (signs === "") return Number(digits);
  const last = signs.at(-1) === "," ? "," : ".";
  if (new Set(signs).size > 1) return readAs(digits, last);
  const other = last === "," ? "." : ",";
  if (signs.length > 1) return readAs(digits, other);
  const isGroup =
    (last === "," || hasPoints) && grouped[last].test(digits) && !digits.startsWith("0");
  return readAs(digits, isGroup ? other : last);
}

function readAs(digits: string, decimal: DecimalSign): number | null {
  const parts = digits.split(decimal);
  const [whole = "", fraction] = parts;
  const group = decimal === "," ? "." : ",";
  if (parts.length > 2 || fraction?.includes(group)) return null;
  if (whole.includes(group) && !grouped[group].test(whole)) return null;
  return Number(`${whole.replaceAll(group, "")}.${fraction ?? ""}`);
}

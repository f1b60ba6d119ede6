// Writes the digits and signs of numbers of many scripts in the usual ones of ASCII. Each
// is one character, so that places in the text stay what they are.

/** Digits of other scripts, by their zero. */
const zeros = [0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50, 0xff10];

/** Signs that stand for others of the same meaning. */
const alike: Readonly<Record<string, string>> = {
  // Arabic: of the fraction, of thousands, and of percent.
  "\u066b": ",",
  "\u066c": "'",
  "\u066a": "%",
  // Of full width.
  "\uff0c": ",",
  "\uff0e": ".",
  "\uff0d": "-",
  "\uff0b": "+",
  "\uff05": "%",
  "\uff08": "(",
  "\uff09": ")",
  "\uff07": "'",
  "\uff04": "$",
  "\uffe5": "¥",
  "\uffe1": "£",
  // Minus, and the dash that stands for it.
  "\u2212": "-",
  "\u2013": "-",
  // Apostrophes.
  "\u2019": "'",
  "\u02bc": "'",
  // Spaces within a line.
  "\u00a0": " ",
  "\u2007": " ",
  "\u2009": " ",
  "\u202f": " ",
  "\u3000": " ",
};

const unusual = new RegExp(
  `[${zeros.map((zero) => `${String.fromCharCode(zero)}-${String.fromCharCode(zero + 9)}`).join("")}${Object.keys(alike).join("")}]`,
  "g",
);

export const withUsualSigns = (text: string): string => text.replace(unusual, usual);

function usual(char: string): string {
  const code = char.charCodeAt(0);
  const zero = zeros.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? (alike[char] ?? char) : String(code - zero);
}

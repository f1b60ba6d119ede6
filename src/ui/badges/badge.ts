// Draws a badge: a label and a value side by side, as an SVG image for READMEs and
// pages. Takes any text and leaves out what XML cannot hold.
import { html } from "hono/html";

/**
 * The backgrounds of values: white text has a contrast of 4.5 to 1 or more on each
 * (WCAG 2.2, 1.4.3).
 */
export const badgeColors = {
  green: "#2e7d32",
  orange: "#b45309",
  red: "#c62828",
  blue: "#1565c0",
  grey: "#5f6368",
} as const;
export type BadgeColor = keyof typeof badgeColors;

export type Badge = { label: string; value: string; color: BadgeColor };

const labelColor = "#3c4043";
const fontSize = 11;
/** Left and right of each text, px. */
const padding = 5;

/** The SVG document of a badge, 20 px high and as wide as its texts need. */
export function badge({ label, value, color }: Badge): string {
  const [left, right] = [measure(label), measure(value)];
  const width = left.width + right.width;
  const name = `${left.text}: ${right.text}`;
  return String(html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${name}">
<title>${name}</title>
<rect width="${width}" height="20" rx="3" fill="${labelColor}"/>
<path d="M${left.width} 0h${right.width - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H${left.width}z" fill="${badgeColors[color]}"/>
<g fill="#fff" font-family="Verdana,Geneva,'DejaVu Sans',sans-serif" font-size="${fontSize}" text-anchor="middle">
<text x="${left.width / 2}" y="14" textLength="${left.textWidth}" lengthAdjust="spacingAndGlyphs">${left.text}</text>
<text x="${left.width + right.width / 2}" y="14" textLength="${right.textWidth}" lengthAdjust="spacingAndGlyphs">${right.text}</text>
</g>
</svg>
`);
}

/**
 * Leaves out of a text what XML 1.0 section 2.2 forbids or discourages, and measures
 * the rest in px.
 */
function measure(raw: string): { text: string; textWidth: number; width: number } {
  const text = raw.replaceAll(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, "");
  const units = [...text].reduce((sum, char) => sum + advanceOf(char), 0);
  const textWidth = Math.ceil((units * fontSize) / unitsPerEm);
  return { text, textWidth, width: textWidth + 2 * padding };
}

/** The advance widths of Verdana from the space to the tilde, in units of its em. */
const unitsPerEm = 2_048;
const advances = [
  720, 806, 940, 1676, 1302, 2204, 1488, 550, 930, 930, 1302, 1676, 745, 930, 745, 930,
  1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 1302, 930, 930, 1676, 1676, 1676,
  1117, 2048, 1400, 1404, 1430, 1578, 1295, 1177, 1588, 1539, 862, 931, 1419, 1140, 1726,
  1532, 1612, 1235, 1612, 1424, 1400, 1262, 1499, 1400, 2025, 1403, 1260, 1403, 930, 930,
  930, 1676, 1302, 1302, 1230, 1276, 1067, 1276, 1220, 720, 1276, 1296, 562, 705, 1212,
  562, 1992, 1296, 1243, 1276, 1276, 874, 1067, 807, 1296, 1212, 1676, 1212, 1212, 1076,
  1300, 930, 1300, 1676,
];

/**
 * Estimates the advance width: a letter with accents is as wide as without them, one of
 * another alphabet has a usual width, and one of the scripts from Hangul on is square.
 */
function advanceOf(char: string): number {
  if (/[\p{M}\p{Cf}]/u.test(char)) return 0;
  const code = char.normalize("NFD").codePointAt(0) ?? 0;
  return advances[code - 32] ?? (code < 0x1100 ? 1_400 : unitsPerEm);
}

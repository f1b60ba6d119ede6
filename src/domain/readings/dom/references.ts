// Decodes character references. Most are a few usual ones, for which no parser is needed.
import { decodeAttribute, decodeText } from "#domain/content/html-text.ts";

const usual: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#x27;": "'",
  "&nbsp;": "\u00a0",
};

const references = /&(?:amp;|lt;|gt;|quot;|#39;|#x27;|nbsp;)?/g;

const decodeWith =
  (decodeAll: (text: string) => string) =>
  (text: string): string => {
    if (!text.includes("&")) return text;
    let isUsual = true;
    const decoded = text.replace(references, (reference) => {
      const character = usual[reference];
      isUsual &&= character !== undefined;
      return character ?? reference;
    });
    return isUsual ? decoded : decodeAll(text);
  };

export const decodeTextOf = decodeWith(decodeText);
export const decodeAttributeOf = decodeWith(decodeAttribute);

// Compares the size of a decoded body: `size < 200KB`.
import { formatSize, parseSize } from "#domain/conditions/comparing/size.ts";
import { quantityKind } from "#domain/conditions/quantity-kind.ts";

export const size = quantityKind(
  {
    name: "size",
    noun: "the size",
    needs: "content",
    example: "< 200KB",
    of: ({ bytes, notModified }) => (notModified ? null : bytes),
  },
  { parse: parseSize, format: formatSize, form: "a size" },
);

// Describes each kind of step as users write it: what it may hold, and what it does.
import { z } from "@hono/zod-openapi";
import {
  feedFields,
  ignorePresets,
  metaFields,
  type Step,
  type StepKindName,
  stepName,
} from "#domain/readings/step.ts";

const pattern = 'A pattern is a part of the text, or "/re/flags" (RE2).';
const patternText = z.string().min(1).max(300);
const patterns = z.array(patternText).min(1).max(50).readonly();
const selector = z.string().min(1).max(500);
const flag = (description: string) => z.boolean().optional().openapi({ description });
const yes = z.literal(true);
const name = z
  .string()
  .regex(stepName, "A name is a lower-case letter, then up to 39 of a-z, 0-9 and _.")
  .optional()
  .openapi({
    description:
      "Ends a reading: the result is kept under this name, and the next step begins at the page again.",
  });

const css = z
  .strictObject({
    css: selector,
    all: flag("All elements that match, not only the first."),
    give: z.enum(["text", "html"]).optional(),
    attribute: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .openapi({ description: "Its value instead of the element's text." }),
    name,
  })
  .openapi("CssStep", {
    description:
      "Chooses elements by a CSS selector: the first one that matches, or all.",
    example: { css: "main .price", name: "price" },
  });

const remove = z
  .strictObject({
    remove: z
      .union([
        selector.transform((one) => [one]),
        z.array(selector).min(1).max(50).readonly(),
      ])
      .openapi({
        type: "array",
        items: { type: "string" },
        description: "CSS selectors; a single one may be a text.",
      }),
    name,
  })
  .openapi("RemoveStep", {
    description:
      "Takes elements off. At the beginning of a reading it takes them off the page, for all steps after it.",
    example: { remove: ["nav", ".ads"] },
  });

const text = z
  .strictObject({
    text: yes,
    links: flag("With the address of each link."),
    name,
  })
  .openapi("TextStep", {
    description: "Gives the text that a person would read, a line for each block.",
    example: { text: true },
  });

const json = z
  .strictObject({ json: z.string().min(1).max(500), name })
  .openapi("JsonStep", {
    description: "Gives values of a JSON document, by a JSONPath (RFC 9535).",
    example: { json: "$.items[*].price" },
  });

const regex = z
  .strictObject({
    regex: patternText,
    all: flag("All matches, not only the first."),
    name,
  })
  .openapi("RegexStep", {
    description: `Gives what matches a pattern; of named groups a value for each. ${pattern}`,
    example: { regex: "/Version (?<version>[0-9.]+)/" },
  });

const lines = z
  .strictObject({
    lines: z.strictObject({
      keep: patterns.optional(),
      drop: patterns.optional(),
      trim: flag("Without spaces at both ends, and without empty lines."),
      sort: flag("In an order that does not depend on the page's."),
      unique: flag("Each line once."),
    }),
    name,
  })
  .openapi("LinesStep", {
    description: `Keeps, drops and orders lines. ${pattern}`,
    example: { lines: { drop: ["Advertisement"], sort: true } },
  });

const ignore = z
  .strictObject({
    ignore: z.strictObject({
      presets: z.array(z.enum(ignorePresets)).min(1).readonly().optional(),
      patterns: patterns.optional(),
    }),
    name,
  })
  .openapi("IgnoreStep", {
    description: `Takes off what differs with each answer. ${pattern}`,
    example: { ignore: { presets: ["dates", "relative-times"] } },
  });

const number = z
  .strictObject({
    number: z
      .union([yes, z.strictObject({ decimal: z.enum([".", ","]) })])
      .openapi({ description: "true finds out which decimal sign is meant." }),
    name,
  })
  .openapi("NumberStep", {
    description: "Gives the first number of a text. A named one is a series.",
    example: { number: true, name: "price" },
  });

const date = z
  .strictObject({
    date: z
      .union([yes, z.strictObject({ order: z.enum(["dmy", "mdy", "ymd"]) })])
      .openapi({ description: "`order` says what 03/04/2026 means." }),
    name,
  })
  .openapi("DateStep", {
    description: "Gives the first date of a text, as an instant.",
    example: { date: true, name: "updated" },
  });

const feed = z
  .strictObject({
    feed: z.union([
      yes,
      z.strictObject({
        entries: z.int().min(1).max(500).optional(),
        fields: z.array(z.enum(feedFields)).min(1).readonly().optional(),
      }),
    ]),
    name,
  })
  .openapi("FeedStep", {
    description: "Gives the entries of a feed: RSS, Atom, JSON Feed.",
    example: { feed: { entries: 20, fields: ["title", "link"] } },
  });

const offers = z.strictObject({ offers: yes, name }).openapi("OffersStep", {
  description: "Gives price, currency and availability, from JSON-LD and microdata.",
  example: { offers: true },
});

const header = z
  .strictObject({ header: z.string().min(1).max(100), name })
  .openapi("HeaderStep", {
    description: "Gives a header of the answer.",
    example: { header: "last-modified" },
  });

const meta = z
  .strictObject({
    meta: z.union([yes, z.array(z.enum(metaFields)).min(1).readonly()]),
    name,
  })
  .openapi("MetaStep", {
    description: "Gives what a page says of itself: its title, description and the like.",
    example: { meta: ["title", "description"] },
  });

/** The schema of each kind, by the field that names the kind. */
export const stepDocuments = {
  css,
  remove,
  text,
  json,
  regex,
  lines,
  ignore,
  number,
  date,
  feed,
  offers,
  header,
  meta,
} satisfies { [Kind in StepKindName]: z.ZodType<Step> };

// Makes the form of a channel's document from the table of kinds: each kind has its own
// fields beside those that all channels have.
import { z } from "@hono/zod-openapi";
import type { ChannelField, ChannelKind } from "#domain/notices/channels/channel-kind.ts";
import { templateField } from "./templates/template-field.ts";

export type ChannelKinds = Readonly<Record<string, ChannelKind>>;

const shared = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    // JSON Schema has no flag for classes of characters: OpenAPI gets no pattern.
    .refine((name) => !/[\p{Cc}\u2028\u2029]/u.test(name), "This is text on one line.")
    .openapi({
      description: "What it is called; no two channels have the same name.",
      example: "ops",
    }),
  enabled: z.boolean().default(true).openapi({
    description: "Whether notices go to it. Tests do in any case.",
  }),
  language: z.enum(["en", "ja"]).default("en").openapi({
    description: "The language of its notices.",
  }),
  template: templateField.default(null),
};

/** A text of this length is no name, token or address of a receiver. */
const longestText = 2_048;

const typeOf: Readonly<Record<ChannelField["kind"], (field: ChannelField) => z.ZodType>> =
  {
    url: () => z.string().min(1).max(longestText),
    text: () => z.string().trim().min(1).max(longestText),
    number: () => z.number(),
    boolean: () => z.boolean(),
    choice: ({ choices = [] }) => z.enum([...choices]),
  };

/** An example is written as text; a number or a yes is shown as such. */
const exampleOf = ({ kind, example }: ChannelField): unknown =>
  kind === "number" || kind === "boolean" ? JSON.parse(example) : example;

function schemaOf(field: ChannelField): z.ZodType {
  const schema = typeOf[field.kind](field);
  const secrecy = field.secret ? " Stored sealed and answered masked." : "";
  return (field.optional ? schema.optional() : schema).openapi({
    description: `${field.description}${secrecy}`,
    example: exampleOf(field),
  });
}

export type ChannelForms = ReturnType<typeof makeForms>;

/** The forms by kind, and that of an address of Apprise. */
export function makeForms(kinds: ChannelKinds) {
  const byKind = Object.entries(kinds).map(([kind, { fields }]) => {
    const own = Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]);
    const schema = z.strictObject({
      kind: z.literal(kind),
      ...shared,
      ...(Object.fromEntries(own) as Record<string, z.ZodType>),
    });
    return [kind, schema] as const;
  });
  const apprise = z.strictObject({
    apprise: z.string().min(1).max(longestText).openapi({
      description: "An address as Apprise has it; it becomes a channel of its kind.",
      example: "slack://T0000000/B0000000/XXXXXXXX",
    }),
    ...shared,
    name: shared.name.optional(),
  });
  return { byKind: new Map(byKind), apprise };
}

// Describes the kinds of values in requests and answers: durations, instants, texts, ids,
// lists.
import { z } from "@hono/zod-openapi";
import { formatDuration, parseDuration } from "#domain/time/duration.ts";
import { type Moment, momentForms, parseMoment } from "#domain/time/moment.ts";

/** A duration in a request, "30s" or "PT30S"; milliseconds once parsed. */
export function durationField(shortestMs: number, longestMs: number) {
  const example = formatDuration(Math.min(longestMs, Math.max(shortestMs, 30_000)));
  return z
    .string()
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms !== null && ms >= shortestMs && ms <= longestMs) return ms;
      const range = `from ${formatDuration(shortestMs)} to ${formatDuration(longestMs)}`;
      context.addIssue({
        code: "custom",
        message: `This is a duration ${range}, such as "${example}".`,
      });
      return z.NEVER;
    })
    .openapi({ type: "string", example });
}

/** An instant in a request, ISO 8601 with a zone; epoch milliseconds once parsed. */
export const instantField = z.iso
  .datetime({ offset: true, error: 'This is an instant such as "2026-01-31T09:00:00Z".' })
  .transform((text) => Date.parse(text))
  .openapi({ type: "string", format: "date-time", example: "2026-01-31T09:00:00Z" });

/**
 * A moment in a query, "-24h" or "2026-01-31"; once parsed, a function that tells its
 * epoch milliseconds given the present ones.
 */
export const momentField = z
  .string()
  .transform((text, context): Moment => {
    const moment = parseMoment(text);
    if (moment !== null) return moment;
    context.addIssue({ code: "custom", message: `This is ${momentForms}.` });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "2026-01-31T09:00:00Z" });

/** Says in a description how a moment may be written. */
export const orRelative = 'Also a day in UTC ("2026-01-31"), "now" or "-24h".';

/** An instant in an answer. */
export const instant = z
  .string()
  .openapi({ format: "date-time", example: "2026-01-31T09:00:00.000Z" });

export const isoOf = (at: number): string => new Date(at).toISOString();
export const isoOrNull = (at: number | null): string | null =>
  at === null ? null : isoOf(at);

export function limitField(most: number, usual: number) {
  const error = `This is a whole number from 1 to ${most}.`;
  return z.coerce
    .number({ error })
    .int(error)
    .min(1, error)
    .max(most, error)
    .default(usual)
    .openapi({ description: `At most ${most}.` });
}

/** A host, with its port where it has one of its own. */
export const hostField = z
  .string()
  .regex(
    /^[A-Za-z0-9._[\]:-]{1,255}$/,
    'This is a host such as "example.com" or "example.com:8443".',
  )
  .transform((host) => host.toLowerCase())
  .openapi({ type: "string", example: "example.com" });

/** A text to search for, in a query. */
export const textField = (description: string) =>
  z.string().min(1).max(200).optional().openapi({ description });

/**
 * A value or null. Unlike .nullable(), this keeps the null beside a reference to a
 * component in OpenAPI.
 */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

/** The schema of an answer that holds documents as users write them, not parsed. */
export const asWritten = <T extends z.ZodType>(schema: T) =>
  schema as unknown as z.ZodType<z.input<T>>;

/** A target's id in a query; a number once parsed. */
export const idField = (error: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, error)
    .transform(Number);

/** A parameter that may be given up to `most` times; a list without repetitions. */
export const repeated = <T extends z.ZodType>(item: T, most: number, message: string) =>
  z
    .union([z.array(item), item], { error: message })
    .transform((value): z.output<T>[] => [...new Set([value].flat() as z.output<T>[])])
    .refine((values) => values.length <= most, `At most ${most} at a time.`);

/** A repeated parameter that may be left out: then the list is empty. */
export const optionalList = <T extends z.ZodType>(
  item: T,
  most: number,
  message: string,
) =>
  repeated(item, most, message)
    .optional()
    .transform((values = []) => values);

/** Tags that targets must have, in a filter; a list once parsed. */
export const tagsField = optionalList(z.string(), 20, "This is a tag.").openapi({
  type: "array",
  items: { type: "string" },
  description:
    "Only targets that have this tag; repeat it for more tags that they must have.",
});

/** Yes or no in a query; undefined unless given. */
export const flagField = (description: string) =>
  z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ type: "boolean", description });

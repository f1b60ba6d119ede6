// Defines columns that keep a value as JSON.
import { customType } from "drizzle-orm/sqlite-core";
import { memoize } from "#domain/memo.ts";

// Most targets have the same few schedules and requests, and a tick reads a thousand of
// them.
const rememberedValues = 500;

/** A column of objects that leaves out the fields which equal the usual ones. */
export const unusualJson = <T extends object>(usual: Partial<T>) =>
  customType<{ data: T; driverData: string }>({
    dataType: () => "text",
    toDriver: (value) => JSON.stringify(withoutUsual(value, usual)),
    fromDriver: memoize(
      rememberedValues,
      (json = "{}"): T => ({ ...usual, ...JSON.parse(json) }),
    ),
  })();

function withoutUsual(value: object, usual: object): object {
  const usualJsonOf = new Map(
    Object.entries(usual).map(([name, field]) => [name, JSON.stringify(field)]),
  );
  return Object.fromEntries(
    Object.entries(value).filter(
      ([name, field]) => JSON.stringify(field) !== usualJsonOf.get(name),
    ),
  );
}

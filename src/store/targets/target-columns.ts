// Turns fields of a target into columns and columns into fields, as the schema says.
import { Column, getTableColumns, is, SQL, sql } from "drizzle-orm";
import type { Target } from "#domain/targets/target.ts";
import { targets } from "./schema.ts";

type Fields = typeof targets.$inferSelect;
type FieldName = keyof Fields;

/** A row of some of the columns, each under its field's name. */
export type StoredFields<Name extends FieldName = FieldName> = Record<Name, unknown>;

/** What fields are set to: a value, or SQL that gives its stored form. */
type Assigned<Name extends FieldName> = { [N in Name]: Fields[N] | SQL };

const columns = getTableColumns(targets);
const fieldNames = Object.keys(columns) as FieldName[];
const packedFields = fieldNames.filter(
  (name) => columns[name].mapFromDriverValue !== Column.prototype.mapFromDriverValue,
);

/** The columns of the fields, for a SELECT from `targets t`. */
export const selectFields = (names: readonly FieldName[]): SQL =>
  sql.raw(names.map((name) => `t.${columns[name].name} AS ${name}`).join(", "));

export const targetColumns = selectFields(fieldNames);

/** Reads the fields of a row; whatever else the row holds stays as it is. */
export function unpackFields<Name extends FieldName>(
  row: StoredFields<Name>,
): Pick<Fields, Name> {
  const fields: Record<string, unknown> = { ...row };
  for (const name of packedFields) {
    const stored = fields[name];
    if (stored !== null && stored !== undefined)
      fields[name] = columns[name].mapFromDriverValue(stored);
  }
  // The table's columns have just been turned into what its schema says they hold.
  return fields as Pick<Fields, Name>;
}

export const toTarget = (row: StoredFields): Target => unpackFields(row);

/** A field's value as its column stores it. */
export const packField = <Name extends FieldName>(name: Name, value: Fields[Name]) =>
  value === null ? null : columns[name].mapToDriverValue(value);

/** `(kind, …) VALUES ('page', …)`: all fields but the id, which the table gives. */
export function insertedFields(values: Assigned<Exclude<FieldName, "id">>): SQL {
  const assigned = assign(values);
  const names = sql.raw(assigned.map(({ column }) => column).join(", "));
  const inserted = assigned.map(({ value }) => value);
  return sql`(${names}) VALUES (${sql.join(inserted, sql`, `)})`;
}

/** `kind = 'page', …`: those of the fields that are given. */
export const updatedFields = (values: Partial<Assigned<FieldName>>): SQL =>
  sql.join(
    assign(values).map(({ column, value }) => sql`${sql.raw(column)} = ${value}`),
    sql`, `,
  );

function assign(values: Partial<Assigned<FieldName>>): { column: string; value: SQL }[] {
  return fieldNames.flatMap((name) => {
    const value = values[name];
    if (value === undefined) return [];
    const stored = is(value, SQL) ? value : sql`${packField(name, value)}`;
    return [{ column: columns[name].name, value: stored }];
  });
}

/** Fields in their columns' stored form, by column: a row of JSON. */
export function packFields(values: Partial<Fields>): Record<string, unknown> {
  const given = fieldNames.filter((name) => values[name] !== undefined);
  return Object.fromEntries(
    given.map((name) => [columns[name].name, packField(name, values[name] as never)]),
  );
}

/** `(id, …) SELECT row.value ->> 'id', … FROM json_each(…) row`, for rows of all fields. */
export function insertedRows(rows: string): SQL {
  const names = fieldNames.map((name) => columns[name].name);
  const values = names.map((name) => `row.value ->> '${name}'`);
  return sql`(${sql.raw(names.join(", "))})
    SELECT ${sql.raw(values.join(", "))} FROM json_each(${rows}) row`;
}

/** `kind = …, …`: what `row.value` has under `fields` of the columns; others stay. */
export const updatedFromRow = (names: Iterable<string>): SQL =>
  sql.raw(
    [...names]
      .map(
        (name) => `${name} = CASE WHEN row.value -> 'fields' -> '${name}' IS NULL
          THEN targets.${name} ELSE row.value -> 'fields' ->> '${name}' END`,
      )
      .join(", "),
  );

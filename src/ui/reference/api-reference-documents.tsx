// Renders the documents that requests and answers are made of: each named schema once.
import { FieldTable, Prose } from "./field-table.tsx";
import type { OpenApiDocument, Schema } from "./openapi-document.ts";
import { exampleOf } from "./schema-example.ts";
import { documentId, rowsOf, typeOf } from "./schema-fields.ts";

/** The named schemas in alphabetical order. */
export const namedSchemas = ({
  components,
}: OpenApiDocument): [name: string, schema: Schema][] =>
  Object.entries(components?.schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

export const Documents = ({ document }: { document: OpenApiDocument }) => (
  <section aria-labelledby="documents">
    <h2 id="documents">Documents</h2>
    <p>What requests and answers are made of: the types that have a name.</p>
    {namedSchemas(document).map(([name, schema]) => (
      <DocumentView document={document} name={name} schema={schema} />
    ))}
  </section>
);

type Named = { document: OpenApiDocument; name: string; schema: Schema };

const DocumentView = ({ document, name, schema }: Named) => {
  const id = documentId(name);
  const type = typeOf(document, schema);
  const rows = rowsOf(document, schema);
  return (
    <article id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        <a href={`#${id}`}>{name}</a>
      </h3>
      <Prose text={schema.description} />
      {type === "object" ? null : (
        <p>
          Type <code>{type}</code>
        </p>
      )}
      {rows.length > 0 ? <FieldTable rows={rows} label={`Fields of ${name}`} /> : null}
      <figure>
        <figcaption>Example</figcaption>
        <pre>
          <code>{JSON.stringify(exampleOf(document, schema, false), null, 2)}</code>
        </pre>
      </figure>
    </article>
  );
};

// Renders an operation of the API: its purpose, parameters, an example call, and its
// responses.
import { curlLine } from "./curl-line.ts";
import { FieldTable, Inline, Prose } from "./field-table.tsx";
import {
  type ApiResponse,
  type Content,
  type Endpoint,
  follow,
  type OpenApiDocument,
} from "./openapi-document.ts";
import { bodyExample } from "./schema-example.ts";
import { fieldOf, rowsOf, typeOf } from "./schema-fields.ts";

type Of<T> = T & { document: OpenApiDocument };

export const OperationView = ({ document, endpoint }: Of<{ endpoint: Endpoint }>) => {
  const { id, method, path, operation, body } = endpoint;
  return (
    <article id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>
        <a href={`#${id}`}>{operation.summary ?? `${method} ${path}`}</a>
        {operation.deprecated ? <small> deprecated</small> : null}
      </h3>
      <p class="route">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </p>
      <Prose text={operation.description} />
      <Security secured={endpoint.secured} scopes={endpoint.scopes} />
      <Parameters document={document} parameters={endpoint.parameters} />
      {body ? (
        <>
          <h4>
            Request body{body.required ? <span class="required"> required</span> : null}
          </h4>
          <Prose text={body.description} />
          <ContentView document={document} content={body.content} sparse />
        </>
      ) : null}
      <h4>Call</h4>
      <pre class="curl">
        <code>{curlLine(document, endpoint)}</code>
      </pre>
      <Responses document={document} responses={endpoint.responses} />
    </article>
  );
};

const Security = ({ secured, scopes }: Pick<Endpoint, "secured" | "scopes">) => (
  <p class="dim">
    {secured ? "Needs a token" : "Needs no token"}
    {scopes.length > 0 ? " with scope " : null}
    {scopes.map((scope, index) => [index > 0 ? ", " : "", <code>{scope}</code>])}.
  </p>
);

const Parameters = ({ document, parameters }: Of<Pick<Endpoint, "parameters">>) => {
  if (parameters.length === 0) return null;
  const rows = parameters.map((each) => {
    const field = fieldOf(document, each.schema ?? {}, each);
    return { ...field, notes: [{ label: "in the", values: [each.in] }, ...field.notes] };
  });
  return (
    <>
      <h4>Parameters</h4>
      <FieldTable rows={rows} label="Parameters" />
    </>
  );
};

/**
 * Renders the fields of each media type and an example, which is sparse for requests and
 * full for responses.
 */
const ContentView = ({
  document,
  content,
  sparse,
}: Of<{ content: Content; sparse: boolean }>) =>
  Object.entries(content).map(([type, media]) => {
    const rows = media.schema ? rowsOf(document, media.schema) : [];
    const example = bodyExample(document, type, media, sparse);
    return (
      <>
        <p>
          <code>{type}</code>
          {media.schema
            ? [", type ", <code>{typeOf(document, media.schema)}</code>]
            : null}
        </p>
        {rows.length > 0 ? <FieldTable rows={rows} label={`Fields of ${type}`} /> : null}
        {example === undefined ? null : (
          <figure>
            <figcaption>Example</figcaption>
            <pre>
              <code>
                {typeof example === "string" ? example : JSON.stringify(example, null, 2)}
              </code>
            </pre>
          </figure>
        )}
      </>
    );
  });

const isProblem = ({ content = {} }: ApiResponse) =>
  Object.keys(content).join() === "application/problem+json";

const Responses = ({ document, responses }: Of<Pick<Endpoint, "responses">>) => {
  const errors = responses.filter(([, response]) => isProblem(response));
  return (
    <>
      <h4>Responses</h4>
      {responses
        .filter(([, response]) => !isProblem(response))
        .map(([status, response]) => (
          <ResponseView document={document} status={status} response={response} />
        ))}
      {errors.length > 0 ? (
        <ul class="errors">
          {errors.map(([status, { description }]) => (
            <li>
              <a class="status" href="#problems">
                {status}
              </a>{" "}
              <Inline text={description} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
};

const ResponseView = ({
  document,
  status,
  response,
}: Of<{ status: string; response: ApiResponse }>) => {
  const { description, headers = {}, content = {} } = response;
  const rows = Object.entries(headers).map(([name, header]) => {
    const { schema = {}, required = false, description } = follow(document, header);
    return fieldOf(document, schema, { name, required, description });
  });
  const line = (
    <>
      <span class="status">{status}</span> <Inline text={description} />
    </>
  );
  if (rows.length === 0 && Object.keys(content).length === 0)
    return <p class="response">{line}</p>;
  return (
    <details class="response">
      <summary>{line}</summary>
      {rows.length > 0 ? <FieldTable rows={rows} label="Headers" /> : null}
      <ContentView document={document} content={content} sparse={false} />
    </details>
  );
};

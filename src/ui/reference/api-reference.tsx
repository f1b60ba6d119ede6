// Renders the page at /docs, which shows an OpenAPI document to people who call the API.
// Does no I/O; the page has no script.

import { raw } from "hono/html";
import assetNames from "#asset-names";
import { Documents, namedSchemas } from "./api-reference-documents.tsx";
import { Inline, Prose } from "./field-table.tsx";
import {
  type Chapter,
  chaptersOf,
  follow,
  type OpenApiDocument,
  type SecurityScheme,
} from "./openapi-document.ts";
import { OperationView } from "./operation-view.tsx";
import { documentId } from "./schema-fields.ts";

type ProblemType = {
  name: string;
  status: number;
  title: string;
  meaning: string;
};

export const ApiReference = ({
  document,
  problems,
}: {
  document: OpenApiDocument;
  problems: ProblemType[];
}) => {
  const { info } = document;
  const chapters = chaptersOf(document);
  return (
    <>
      {raw("<!DOCTYPE html>")}
      <html lang="en">
        <Head title={`${info.title} API ${info.version}`} />
        <body>
          <a class="skip" href="#content">
            Skip to the content
          </a>
          <header>
            <h1>
              {info.title} API <small>{info.version}</small>
            </h1>
            <Prose text={info.description} />
          </header>
          <div class="columns">
            <Contents document={document} chapters={chapters} />
            <main id="content">
              <Calling document={document} />
              {chapters.map((chapter) => (
                <ChapterView document={document} chapter={chapter} />
              ))}
              <Problems problems={problems} />
              <Documents document={document} />
            </main>
          </div>
        </body>
      </html>
    </>
  );
};

const Head = ({ title }: { title: string }) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title}</title>
    <link rel="icon" href={assetNames.icon} />
    <link rel="stylesheet" href={assetNames.reference} />
  </head>
);

const ChapterView = ({
  document,
  chapter: { id, name, description, endpoints },
}: {
  document: OpenApiDocument;
  chapter: Chapter;
}) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{name}</h2>
    <Prose text={description} />
    {endpoints.map((endpoint) => (
      <OperationView document={document} endpoint={endpoint} />
    ))}
  </section>
);

const Contents = ({
  document,
  chapters,
}: {
  document: OpenApiDocument;
  chapters: Chapter[];
}) => (
  <nav aria-label="Contents" tabindex={0}>
    <details>
      <summary>Contents</summary>
      <ul>
        <li>
          <a href="#calling">Calling the API</a>
        </li>
        {chapters.map((chapter) => (
          <ChapterContents chapter={chapter} />
        ))}
        <li>
          <a href="#problems">Problems</a>
        </li>
        <li>
          <a href="#documents">Documents</a>
          <ul>
            {namedSchemas(document).map(([name]) => (
              <li>
                <a href={`#${documentId(name)}`}>{name}</a>
              </li>
            ))}
          </ul>
        </li>
      </ul>
    </details>
  </nav>
);

const ChapterContents = ({
  chapter: { id: chapterId, name, endpoints },
}: {
  chapter: Chapter;
}) => (
  <li>
    <a href={`#${chapterId}`}>{name}</a>
    <ul>
      {endpoints.map(({ id, method, path, operation }) => (
        <li>
          <a href={`#${id}`}>
            <span class={`method ${method.toLowerCase()}`}>{method}</span>{" "}
            {operation.summary ?? path}
          </a>
        </li>
      ))}
    </ul>
  </li>
);

/**
 * Explains where the API is and how to authenticate, and sets the two variables that
 * every example reads.
 */
const Calling = ({ document }: { document: OpenApiDocument }) => {
  const { url = "", description } = document.servers?.[0] ?? {};
  const address = /^https?:/.test(url) ? url : `https://your-worker.example${url}`;
  const base = address.replace(/\/$/, "");
  const schemes = Object.values(document.components?.securitySchemes ?? {}).map((each) =>
    follow(document, each),
  );
  return (
    <section aria-labelledby="calling">
      <h2 id="calling">Calling the API</h2>
      <Prose text={description} />
      <p>
        The examples read where the API is from <code>$BASE</code>
        {schemes.length > 0 ? [" and a token from ", <code>$TOKEN</code>] : null}:
      </p>
      <pre>
        <code>{`export BASE=${base}${schemes.length > 0 ? "\nexport TOKEN=…" : ""}`}</code>
      </pre>
      {schemes.length > 0 ? <h3>Authentication</h3> : null}
      {schemes.map((scheme) => (
        <>
          <p>
            <Inline text={explainScheme(scheme)} />
          </p>
          <Prose text={scheme.description} />
        </>
      ))}
    </section>
  );
};

function explainScheme({ type, scheme, name, in: place }: SecurityScheme): string {
  if (type === "apiKey") return `Send the key as \`${name}\` (${place}).`;
  if (type === "http" && scheme?.toLowerCase() === "bearer")
    return "Send the token with each request: `Authorization: Bearer $TOKEN`.";
  return type === "http"
    ? `HTTP authentication, scheme \`${scheme}\`.`
    : `Authentication by ${type}.`;
}

const Problems = ({ problems }: { problems: ProblemType[] }) => (
  <section aria-labelledby="problems">
    <h2 id="problems">Problems</h2>
    <p>
      An error is answered as <code>application/problem+json</code> (RFC 9457). Its{" "}
      <code>type</code> leads to one of these.
    </p>
    {problems.map(({ name, status, title, meaning }) => (
      <section
        class="problem"
        id={`problem-${name}`}
        aria-labelledby={`problem-${name}-title`}
      >
        <h3 id={`problem-${name}-title`}>
          <span class="status">{status}</span> {title}
        </h3>
        <p>
          <code>{name}</code>
        </p>
        <Prose text={meaning} />
      </section>
    ))}
  </section>
);

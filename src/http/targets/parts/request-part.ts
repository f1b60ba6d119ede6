// Describes the request that a target is fetched with.
import { z } from "@hono/zod-openapi";
import { isObject } from "#domain/json.ts";
import { isSealed, type Sealed } from "#domain/sealed.ts";
import { isSecretHeader } from "#domain/secret-header.ts";
import {
  methods,
  type RequestSpec,
  type Target,
  usualRequest,
} from "#domain/targets/target.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { type DraftSource, part } from "./part.ts";

/**
 * Stands for a secret header's value in answers; written back, it means the stored value.
 */
const masked = "***";

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, "This is not a header name.");

const RequestDocument = z
  .strictObject({
    method: z.enum(methods).default("GET"),
    headers: z
      .record(headerName, z.string().max(4_096))
      .default({})
      .openapi({
        example: { accept: "text/html" },
        description: `Secret ones are answered as "${masked}", and are not sent on to another origin.`,
      }),
    secretHeaders: z.array(headerName).max(50).default([]).openapi({
      example: [],
      description:
        "Headers that are secret although their names do not say so, as those with auth, cookie, token, secret, passw, key, sign, session, cred, jwt or hmac do.",
    }),
    body: z.string().max(65_536).nullish(),
    timeout: durationField(100, 60_000).default(usualRequest.timeoutMs).openapi({
      description: "For a whole attempt, body and redirects included.",
      default: "10s",
      example: "10s",
    }),
    firstByteTimeout: durationField(100, 60_000).optional().openapi({
      description: "Until the answer begins; the timeout unless given.",
      example: "5s",
    }),
    maxBodyBytes: z
      .int()
      .min(1)
      .max(10_485_760)
      .default(usualRequest.maxBodyBytes)
      .openapi({ description: "Reading stops there, decoded bytes." }),
    maxRedirects: z
      .int()
      .min(0)
      .max(20)
      .default(usualRequest.maxRedirects)
      .openapi({ description: "0 takes a redirect as the answer." }),
    retries: z.int().min(0).max(5).optional().openapi({
      description:
        "After failed connections and 5xx. 1 unless given, 0 for POST and PATCH.",
    }),
  })
  .openapi("Request");

export const requestPart = part({
  schema: RequestDocument.optional(),
  parse: (request, source) => parseRequest(request ?? RequestDocument.parse({}), source),
  write: writeRequest,
  patchBase: (written, _target, patch) => spellHeaders(written ?? {}, patch),
});

/** Names of headers have no case: a patch finds the header that it means. */
function spellHeaders(written: z.input<typeof RequestDocument>, patch: unknown) {
  const named = isObject(patch) && isObject(patch.headers) ? patch.headers : {};
  const spellings = new Map(Object.keys(named).map((name) => [name.toLowerCase(), name]));
  const headers = Object.entries(written.headers ?? {}).map(([name, value]) => [
    spellings.get(name) ?? name,
    value,
  ]);
  return { ...written, headers: Object.fromEntries(headers) };
}

function parseRequest(
  request: z.output<typeof RequestDocument>,
  { stored }: DraftSource,
): RequestSpec {
  const {
    method,
    timeout,
    firstByteTimeout = timeout,
    maxBodyBytes,
    maxRedirects,
  } = request;
  const body = request.body ?? null;
  if (body !== null && (method === "GET" || method === "HEAD"))
    throw invalidField("json", ["request", "body"], `A ${method} has no body.`);
  if (firstByteTimeout > timeout)
    throw invalidField(
      "json",
      ["request", "firstByteTimeout"],
      "This is longer than the timeout.",
    );
  const secretHeaders = [
    ...new Set(request.secretHeaders.map((name) => name.toLowerCase())),
  ];
  const headers: Record<string, string | Sealed> = {};
  for (const [written, value] of Object.entries(request.headers)) {
    const name = written.toLowerCase();
    if (Object.hasOwn(headers, name))
      throw invalidField(
        "json",
        ["request", "headers", written],
        "This header is named twice: its name has no case.",
      );
    headers[name] = unmask(name, value, secretHeaders, stored);
  }
  // POST and PATCH may not be sent twice unasked (RFC 9110 section 9.2.2).
  const retries = request.retries ?? (method === "POST" || method === "PATCH" ? 0 : 1);
  return {
    method,
    headers,
    secretHeaders,
    body,
    timeoutMs: timeout,
    firstByteTimeoutMs: firstByteTimeout,
    maxBodyBytes,
    maxRedirects,
    retries,
  };
}

function unmask(
  name: string,
  value: string,
  secretHeaders: readonly string[],
  stored: Target | null,
): string | Sealed {
  try {
    new Headers([[name, value]]);
  } catch {
    throw invalidField(
      "json",
      ["request", "headers", name],
      "This value cannot be sent in a header.",
    );
  }
  const wasSecret = isSecretHeader(name, stored?.request.secretHeaders);
  const isSecret = isSecretHeader(name, secretHeaders);
  if (value !== masked || !(wasSecret || isSecret)) return value;
  const known = stored?.request.headers[name];
  if (known === undefined || !isSecret)
    throw invalidField(
      "json",
      ["request", "headers", name],
      isSecret
        ? `"${masked}" stands for a stored value, and there is none.`
        : "Give the value again: a secret is not shown by marking it as none.",
    );
  return known;
}

function writeRequest(request: RequestSpec): z.input<typeof RequestDocument> {
  const { timeoutMs, firstByteTimeoutMs, ...rest } = request;
  const headers = Object.entries(request.headers).map(([name, value]) => [
    name,
    isSealed(value) || isSecretHeader(name, request.secretHeaders) ? masked : value,
  ]);
  return {
    method: rest.method,
    headers: Object.fromEntries(headers),
    secretHeaders: [...request.secretHeaders],
    body: rest.body,
    timeout: formatDuration(timeoutMs),
    ...(firstByteTimeoutMs !== timeoutMs && {
      firstByteTimeout: formatDuration(firstByteTimeoutMs),
    }),
    maxBodyBytes: rest.maxBodyBytes,
    maxRedirects: rest.maxRedirects,
    retries: rest.retries,
  };
}

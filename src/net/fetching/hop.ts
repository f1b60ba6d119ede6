// Builds the requests on the way to a page: the first one, and those that redirects lead
// to. Pure.

import { memoize } from "#domain/memo.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { harmlessOf } from "#domain/secret-header.ts";
import { type AddressPolicy, guardUrl } from "#net/addresses/address-guard.ts";
import type { PageDeps, PageRequest, Validators } from "./page.ts";
import { isCondition, setConditions } from "./validators.ts";

/** `url` is normalised and guarded; `headers` are by lower-case name. */
export type Hop = {
  url: string;
  method: string;
  headers: Record<string, string>;
  /** Headers that must not go to another origin, whatever their names. */
  secretHeaders: readonly string[];
  body: string | null;
};

// The other statuses from 300 to 399 are final answers.
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
export const isRedirect = (status: number): boolean => redirectStatuses.has(status);

/** Two hops of the same identity would get the same answer. */
export const hopIdentity = ({ method, url }: Hop): string => `${method} ${url}`;

/** The first request, ready to send. */
export function firstHop(
  request: PageRequest,
  validators: Validators | null,
  { policy, userAgent }: Pick<PageDeps, "policy" | "userAgent">,
): Hop | Failure {
  const url = guardFirst(request.url, policy);
  if (typeof url !== "string") return url;
  const headers: Hop["headers"] = {
    "user-agent": userAgent,
    // Without this header the runtime sends no-cache, as fetch does for requests that are
    // not to be stored. Express, like every user of the package "fresh", never answers
    // 304 to no-cache. With max-age=0 caches on the way ask the site as well.
    "cache-control": "max-age=0",
  };
  for (const [name, value] of Object.entries(request.headers))
    headers[name.toLowerCase()] = value;
  const { method } = request;
  const isReading = method === "GET" || method === "HEAD";
  if (isReading && validators !== null) setConditions(headers, validators);
  const { secretHeaders } = request;
  return { url, method, headers, secretHeaders, body: isReading ? null : request.body };
}

/**
 * Where a redirect leads, as in browsers
 * (https://fetch.spec.whatwg.org/#http-redirect-fetch).
 */
export function nextHop(
  hop: Hop,
  redirect: Response,
  policy: AddressPolicy,
): Hop | Failure {
  const location = redirect.headers.get("location") ?? "";
  if (location === "") return { class: "redirect", reason: "no-location", url: hop.url };
  if (!URL.canParse(location, hop.url)) {
    return {
      class: "redirect",
      reason: "bad-location",
      url: location.slice(0, MAX_EVIDENCE_CHARS),
    };
  }
  const url = guardHop(location, policy, hop.url);
  if (typeof url !== "string") return url;
  const becomesGet = turnsIntoGet(redirect.status, hop.method);
  const leavesOrigin = new URL(url).origin !== new URL(hop.url).origin;
  const isKept = ([name]: [string, string]) =>
    !(isCondition(name) || (becomesGet && name.startsWith("content-")));
  const kept = Object.fromEntries(Object.entries(hop.headers).filter(isKept));
  const headers = leavesOrigin ? harmlessOf(kept, hop.secretHeaders) : kept;
  return becomesGet
    ? { ...hop, url, method: "GET", headers, body: null }
    : { ...hop, url, headers };
}

/** What `guardHop` gave for the first URLs that were asked lately, by policy. */
const guards = new WeakMap<AddressPolicy, (url: string) => string | Failure>();

/** So many, and none longer: with all of them an isolate holds two megabytes at most. */
const guardsKept = { urls: 4_000, characters: 250 };

/** Guards a target's own URL, which is the same each time. */
function guardFirst(text: string, policy: AddressPolicy): string | Failure {
  if (text.length > guardsKept.characters) return guardHop(text, policy);
  let guard = guards.get(policy);
  if (guard === undefined) {
    guard = memoize(guardsKept.urls, (url = "") => guardHop(url, policy));
    guards.set(policy, guard);
  }
  return guard(text);
}

/** The URL without its fragment, which is never sent. */
function guardHop(text: string, policy: AddressPolicy, base?: string): string | Failure {
  const guarded = guardUrl(text, policy, base);
  if (!guarded.ok) {
    return {
      class: "blocked",
      by: "address",
      url: presentable(text, base),
      detail: guarded.detail,
    };
  }
  if (guarded.url.hash !== "") guarded.url.hash = "";
  return guarded.url.href;
}

function turnsIntoGet(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

const MAX_EVIDENCE_CHARS = 500;

/** A URL as evidence: short, and without the password for which it may be refused. */
function presentable(text: string, base?: string): string {
  const url = URL.parse(text, base);
  if (url !== null && (url.username !== "" || url.password !== "")) {
    url.username = "";
    url.password = "";
  }
  return (url?.href ?? text).slice(0, MAX_EVIDENCE_CHARS);
}

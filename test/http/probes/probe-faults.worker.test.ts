// Tests probes of a server that misbehaves.
import { describe, expect, inject, it } from "vitest";
import { createDeps } from "#deps";
import { createApp } from "#http/app.ts";
import { bindingsWith } from "#test/fixtures/bindings.ts";
import { pathOf, valuesOf } from "#test/fixtures/net/probes.ts";

describe("a probe of a server that misbehaves", () => {
  const vars = bindingsWith({
    API_TOKEN: "secret",
    ALLOW_PRIVATE_NETWORKS: "true",
  });
  const app = createApp({ depsOf: createDeps, jobs: [] });
  const urlOf = (path: string) =>
    path === "nobody" ? inject("desertedSite") : inject("site") + path;

  async function ask(
    path: string,
    debug: "true" | "false",
    scrapeSeconds: string,
  ): Promise<string> {
    const headers = {
      authorization: "Bearer secret",
      "x-prometheus-scrape-timeout-seconds": scrapeSeconds,
    };
    const response = await app.request(
      pathOf({ target: urlOf(path), debug }),
      { headers },
      vars,
    );
    expect(response.status).toBe(200);
    return await response.text();
  }

  const soon = "1.5";
  const refused = "it was refused, or closed before an answer began.";

  it.each([
    ["/hang", 0, 0, soon, "No answer began within 1 s."],
    ["/drip", 200, 0, soon, "The answer did not end within 1 s."],
    ["nobody", 0, 0, "10", refused],
    ["/reset", 0, 0, "10", refused],
    ["/garbage", 0, 0, "10", refused],
    ["/status/500", 500, 0, "10", "The status is 500; expected 2xx."],
    ["/redirect-loop", 302, 0, "10", "The page redirects in a circle, back to"],
    ["/redirect-ping", 302, 1, "10", "The page redirects in a circle, back to"],
    ["/redirect/11", 302, 10, "10", "The page redirects more often than allowed"],
    [
      "/redirect-to?url=http://0.0.0.0/",
      302,
      0,
      "10",
      "http://0.0.0.0/ must not be fetched",
    ],
    [
      "/infinite",
      200,
      0,
      "10",
      "The body is larger than 10485760 bytes; reading stopped there.",
    ],
    [
      "/gzip-bomb",
      200,
      0,
      "10",
      "The body is larger than 10485760 bytes; reading stopped there.",
    ],
    ["/truncated", 200, 0, "10", "the connection was lost before the body's end."],
  ])(
    "%s fails, with status %i and %i redirects",
    async (path, status, redirects, seconds, reason) => {
      expect(valuesOf(await ask(path, "false", seconds))).toMatchObject({
        probe_success: 0,
        probe_http_status_code: status,
        probe_http_redirects: redirects,
      });
      expect(await ask(path, "true", seconds)).toContain(reason);
    },
  );

  it.each([
    ["/ok?bytes=3000000", 3_000_000, 3_000_000],
    ["/redirect/10", 7, 7],
    ["/chunked", -1, 12],
  ])(
    "%s succeeds all the same, announcing %i bytes and sending %i",
    async (path, announced, bytes) => {
      expect(valuesOf(await ask(path, "false", "10"))).toMatchObject({
        probe_success: 1,
        probe_http_content_length: announced,
        probe_http_uncompressed_body_length: bytes,
      });
    },
  );
});

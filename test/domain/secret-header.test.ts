import { expect, it } from "vitest";
import { harmlessOf, isSecretHeader } from "#domain/secret-header.ts";

it.each([
  "Authorization",
  "proxy-authorization",
  "Cookie",
  "X-API-Key",
  "apikey",
  "api_key",
  "X-Access-Token",
  "client-secret",
  "x-password",
  "X-Auth-User",
  "X-Signature",
  "Session-Id",
  "x-credentials",
  "X-JWT-Assertion",
  "X-Hub-HMAC-256",
  "Ocp-Apim-Subscription-Key",
])("%s looks secret", (name) => {
  expect(isSecretHeader(name)).toBe(true);
});

it.each([
  "accept",
  "accept-language",
  "content-type",
  "if-none-match",
  "user-agent",
  "x-request-id",
])("%s does not look secret", (name) => {
  expect(isSecretHeader(name)).toBe(false);
});

it("what a user marks as secret is secret, however it is written", () => {
  expect(isSecretHeader("X-Customer", ["x-customer"])).toBe(true);
});

it("only harmless headers go to another origin, and none that is marked", () => {
  const headers = {
    accept: "text/html",
    "accept-language": "de",
    authorization: "Bearer x",
    "x-customer": "7",
    "x-forwarded-for": "10.0.0.1",
    referer: "https://example.com/private",
  };
  expect(harmlessOf(headers, ["accept-language"])).toEqual({ accept: "text/html" });
});

import { expect, it } from "vitest";
import { isSecretHeader } from "#domain/secret-header.ts";

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

// Tests whom Cloudflare Access lets in: its token is checked as its keys and the
// deployment's audience say.
import { sign } from "hono/jwt";
import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const access = { ACCESS_TEAM: "example", ACCESS_AUD: "our-audience" };
const issuer = "https://example.cloudflareaccess.com";
const algorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  modulusLength: 2_048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const makePair = () =>
  crypto.subtle.generateKey(algorithm, true, [
    "sign",
    "verify",
  ]) as Promise<CryptoKeyPair>;
const [ours, others] = await Promise.all([makePair(), makePair()]);
const exported = async (key: CryptoKey) => ({
  ...((await crypto.subtle.exportKey("jwk", key)) as JsonWebKey),
  kid: "key-1",
  alg: "RS256",
});

async function tokenOf(claims: Record<string, unknown>, pair = ours): Promise<string> {
  const seconds = Math.floor(Date.now() / 1_000);
  const usual = { iss: issuer, aud: ["our-audience"], sub: "someone", exp: seconds + 60 };
  const key = (await exported(pair.privateKey)) as Parameters<typeof sign>[1];
  return sign({ ...usual, ...claims }, key, "RS256");
}

async function knock(token: string, method = "GET", vars: object = access) {
  const keys = [await exported(ours.publicKey)];
  const world = await createWorld({
    vars,
    site: ({ href }) =>
      href === `${issuer}/cdn-cgi/access/certs`
        ? { body: JSON.stringify({ keys }) }
        : new Error("nothing is there"),
  });
  const path = method === "GET" ? "/api/jobs" : "/api/jobs/seal/run";
  const headers = { authorization: "", "cf-access-jwt-assertion": token };
  const answer = await world.call(method, path, undefined, headers);
  return { ...answer, logs: world.logs, requests: world.requests };
}

describe("a token of Cloudflare Access", () => {
  it("opens what the API reads, and is asked for no second time", async () => {
    expect((await knock(await tokenOf({}))).status).toBe(200);
  });

  it("opens nothing that the API changes: browsers send it along by themselves", async () => {
    expect((await knock(await tokenOf({}), "POST")).status).toBe(401);
  });

  it.each([
    ["for another audience", () => tokenOf({ aud: ["theirs"] })],
    ["of another team", () => tokenOf({ iss: "https://evil.cloudflareaccess.com" })],
    ["that is too old", () => tokenOf({ exp: 1 })],
    ["signed by somebody else", () => tokenOf({}, others)],
    ["that is none", async () => "x.y.z"],
  ])("%s opens nothing", async (_, make) => {
    const token = await make();
    const { status, logs } = await knock(token);
    expect(status).toBe(401);
    expect(logs).toEqual([expect.objectContaining({ event: "access-refused" })]);
  });

  it("opens nothing where the deployment does not use Access", async () => {
    const { status, requests } = await knock(await tokenOf({}), "GET", {});
    expect([status, requests]).toEqual([401, []]);
  });
});

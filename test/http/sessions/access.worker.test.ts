// Tests whom Cloudflare Access lets in: its token is checked as its keys and the
// deployment's audience say.
import { sign } from "hono/jwt";
import { describe, expect, it } from "vitest";
import { createVisitor } from "#test/fixtures/pages/visitor.ts";
import { type Answer, createWorld, type Site } from "#test/fixtures/world.ts";

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

const certsWith = async (kid = "key-1"): Promise<Answer> => ({
  body: JSON.stringify({ keys: [{ ...(await exported(ours.publicKey)), kid }] }),
});

/** A browser whose requests Access lets in. */
async function visit(token: string, vars: object) {
  const certs = await certsWith();
  const world = await createWorld({ vars, site: () => certs });
  return { world, visitor: createVisitor(world, { "cf-access-jwt-assertion": token }) };
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

  it("makes no link for an admin where none can log in", async () => {
    const vars = { ...access, API_TOKEN: undefined } as never;
    const { world, visitor } = await visit(await tokenOf({}), vars);
    const page = await visitor.send("/settings/login-link", { role: "admin" });
    expect([page.status, page.html]).toEqual([422, expect.stringContaining("API_TOKEN")]);
    expect(world.requests.length).toBe(1);
  });

  it("opens nothing where the deployment does not use Access", async () => {
    const { status, requests } = await knock(await tokenOf({}), "GET", {});
    expect([status, requests]).toEqual([401, []]);
  });
});

/** A deployment whose team's keys are answered as `certs` says. */
async function deploy(certs: Site) {
  const world = await createWorld({ vars: access, site: certs });
  const get = async (token: string, authorization = "") => {
    const headers = { authorization, "cf-access-jwt-assertion": token };
    return (await world.call("GET", "/api/jobs", undefined, headers)).status;
  };
  return { world, get };
}

describe("the keys of Access", () => {
  it.each<[string, Answer | Error]>([
    ["do not come", { afterMs: 3_600_000 }],
    ["cannot be asked for", new Error("nothing is there")],
    ["are a page of errors", { status: 502, body: "<h1>Bad gateway</h1>" }],
    ["are missing", { status: 500, body: "{}" }],
  ])("that %s keep no bearer token out, and come later", async (_, fault) => {
    const certs = { now: fault };
    const { world, get } = await deploy(() => certs.now);
    const token = await tokenOf({});
    const before = world.now();
    expect(await get(token, "Bearer secret")).toBe(200);
    expect(await get(token)).toBe(401);
    expect(world.now() - before).toBeLessThan(4_000);
    expect(world.requests.length).toBe(1);
    certs.now = await certsWith();
    await world.advanceTo(world.now() + 10_000);
    expect(await get(token)).toBe(200);
  });

  it("that are known go on to serve while no others come", async () => {
    const certs = { now: (await certsWith()) as Answer | Error };
    const { world, get } = await deploy(() => certs.now);
    const token = await tokenOf({});
    expect(await get(token)).toBe(200);
    certs.now = new Error("nothing is there");
    await world.advanceTo(world.now() + 600_000);
    expect(await get(token)).toBe(200);
  });

  it("are asked for again where a token names a new one, but not at each request", async () => {
    const certs = { now: await certsWith("key-0") };
    const { world, get } = await deploy(() => certs.now);
    const token = await tokenOf({});
    expect(await get(token)).toBe(401);
    certs.now = await certsWith();
    expect([await get(token), world.requests.length]).toEqual([401, 1]);
    await world.advanceTo(world.now() + 10_000);
    expect([await get(token), world.requests.length]).toEqual([200, 2]);
  });
});

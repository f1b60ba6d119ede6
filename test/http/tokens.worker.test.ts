// Tests which token opens which path: for everything, for the metrics, for probes.
import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const tokens = {
  API_TOKEN: "hush-api",
  METRICS_TOKEN: "hush-metrics",
  PROBE_TOKEN: "hush-probe",
};
const paths = {
  api: "/api/targets",
  metrics: "/metrics",
  admin: "/admin/metrics.json",
  probe: "/probe",
};

/**
 * What is asked for at the path, whether or not it is there: only the door matters here.
 */
async function knock(
  vars: Partial<Record<keyof typeof tokens, string | undefined>>,
  path: string,
  token: string,
) {
  const world = await createWorld({ vars: vars as never });
  const headers = { authorization: token === "" ? "" : `Bearer ${token}` };
  const answer = await world.call("GET", path, undefined, headers);
  return {
    ...answer,
    isOpen: answer.status !== 401 && answer.status !== 403,
    logs: world.logs,
  };
}

describe("a token", () => {
  it.each([
    ["hush-api", ["api", "metrics", "admin", "probe"]],
    ["hush-metrics", ["metrics", "admin"]],
    ["hush-probe", ["probe"]],
    ["hush-apix", []],
    ["", []],
  ])("%j opens %j and nothing else, and is told to nobody", async (token, open) => {
    for (const [scope, path] of Object.entries(paths)) {
      const answer = await knock(tokens, path, token);
      expect([scope, answer.isOpen]).toEqual([scope, open.includes(scope)]);
      if (!answer.isOpen) {
        expect(answer.status).toBe(401);
        expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer/);
      }
      expect(
        JSON.stringify([answer.body, [...answer.headers], answer.logs]),
      ).not.toContain("hush");
    }
  });

  it.each([
    ["/api/targets", "The token is wrong: this is opened by API_TOKEN."],
    ["/metrics", "The token is wrong: this is opened by METRICS_TOKEN or API_TOKEN."],
    [
      "/admin/metrics.json",
      "The token is wrong: this is opened by METRICS_TOKEN or API_TOKEN.",
    ],
    ["/probe", "The token is wrong: this is opened by PROBE_TOKEN or API_TOKEN."],
  ])("that is wrong for %s is told what opens it", async (path, detail) => {
    expect((await knock(tokens, path, "wrong")).body).toMatchObject({
      status: 401,
      detail,
    });
  });

  it("of its own opens a part of a deployment that has no other", async () => {
    const vars = { ...tokens, API_TOKEN: undefined };
    expect((await knock(vars, paths.metrics, "hush-metrics")).isOpen).toBe(true);
    expect((await knock(vars, paths.probe, "hush-probe")).isOpen).toBe(true);
    expect((await knock(vars, paths.api, "hush-metrics")).status).toBe(403);
  });
});

describe("a deployment without tokens", () => {
  it.each([
    ["/api/targets", "wrangler secret put API_TOKEN"],
    ["/metrics", "wrangler secret put METRICS_TOKEN"],
    ["/admin/metrics.json", "wrangler secret put METRICS_TOKEN"],
    ["/probe", "wrangler secret put PROBE_TOKEN"],
  ])("lets nobody see %s and says how to set one", async (path, advice) => {
    const answer = await knock({ API_TOKEN: undefined }, path, "undefined");
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain(advice);
  });

  it.each(["/metrics", "/probe"])(
    "for metrics and probes opens %s to API_TOKEN",
    async (path) => {
      expect((await knock({ API_TOKEN: "hush-api" }, path, "hush-api")).isOpen).toBe(
        true,
      );
      expect((await knock({ API_TOKEN: "hush-api" }, path, "wrong")).status).toBe(401);
    },
  );
});

describe("the check of tokens", () => {
  it("lets everybody use /admin/ping", async () => {
    expect((await knock(tokens, "/admin/ping", "")).isOpen).toBe(true);
    expect((await knock(tokens, "/admin/ping/", "")).isOpen).toBe(true);
    expect((await knock(tokens, "/admin/ping/x", "")).isOpen).toBe(false);
  });

  it.each([
    ...Object.values(paths),
    "/health",
    "/docs",
    "/openapi.json",
    "/badges/home/status.svg",
    "/feeds/key/changes.atom",
    "/admin/ping",
    "/nothing",
  ])("counts who comes to %s", async (path) => {
    const callers: string[] = [];
    const limit = async ({ key }: { key: string }) => ({
      success: callers.push(key) < 1,
    });
    const world = await createWorld({ vars: { API_LIMIT: { limit } as never } });
    const { status, headers } = await world.call("GET", path, undefined, {
      "cf-connecting-ip": "192.0.2.1",
    });
    expect([status, headers.get("retry-after")]).toEqual([429, "60"]);
    expect(callers).toEqual(["192.0.2.1"]);
  });

  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::9", "2001:db8:1:3::/64"],
    ["somebody", "somebody"],
  ])("takes who comes from %s for %s", async (address, caller) => {
    const callers: string[] = [];
    const limit = async ({ key }: { key: string }) => ({
      success: callers.push(key) > 0,
    });
    const world = await createWorld({ vars: { API_LIMIT: { limit } as never } });
    await world.call("GET", "/health", undefined, { "cf-connecting-ip": address });
    expect(callers).toEqual([caller]);
  });

  it.each(["METRICS_TOKEN", "PROBE_TOKEN"])(
    "refuses an empty %s and names it",
    async (name) => {
      await expect(createWorld({ vars: { [name]: "" } })).rejects.toThrow(name);
    },
  );
});

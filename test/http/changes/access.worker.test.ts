// Tests who reaches readings, contents and changes from outside, and what they cannot do.
import { describe, expect, it } from "vitest";
import { aChange, aContent, hashOf, keep } from "#test/fixtures/changes/kept.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const vars = {
  API_TOKEN: "secret",
  READ_TOKEN: "look",
  METRICS_TOKEN: "metrics",
  PROBE_TOKEN: "probe",
};

const canary = "what-only-we-may-read";

async function build() {
  const world = await createWorld({ vars });
  const id = await addTarget(world, { key: "shop", name: "Shop" });
  const bytes = new TextEncoder().encode(`<p>${canary}</p>`);
  const body = { bytes, contentType: "text/html" };
  const contents = [1, 2].map((n) =>
    aContent({ targetId: id, hash: hashOf(n), text: `${canary} ${n}` }, body),
  );
  const facts = { ...aChange().facts, added: [`${canary} 2`] };
  await keep(world.deps.db, await Promise.all(contents), [
    aChange({ targetId: id, facts }),
  ]);
  const ask = (method: string, path: string, token: string, sent?: unknown) =>
    world.call(method, path, sent, {
      authorization: token === "" ? "" : `Bearer ${token}`,
    });
  return { world, id, ask };
}

const readings = [
  "/api/changes",
  "/api/targets/shop/changes",
  "/api/targets/shop/contents",
  `/api/targets/shop/contents/${hashOf(1)}`,
  `/api/targets/shop/contents/${hashOf(1)}?raw=true`,
  `/api/targets/shop/contents/${hashOf(1)}/page`,
  "/api/targets/shop/diff",
  "/api/targets/shop/proposals",
  "/api/targets/shop/readings",
  "/api/targets/shop/readings.csv",
  "/api/feeds",
  "/api/feeds?target=shop",
];

const steps = { extract: [{ css: "p" }] };
const writings = [
  ["/api/extract/preview", { ...steps, body: "<p>x" }],
  ["/api/targets/shop/extract/replay", steps],
  ["/api/targets/shop/seen", undefined],
  ["/api/feeds/renew", {}],
] as const;

describe("what was read", () => {
  it.each(readings)("is shown at %s to READ_TOKEN and API_TOKEN alone", async (path) => {
    const { ask } = await build();
    const statusOf = async (token: string) => (await ask("GET", path, token)).status;
    for (const token of ["secret", "look"])
      expect([token, await statusOf(token)]).toEqual([token, 200]);
    for (const token of ["metrics", "probe", "wrong", ""])
      expect([token, await statusOf(token)]).toEqual([token, 401]);
  });

  it.each(writings)("is worked on at %s by API_TOKEN alone", async (path, sent) => {
    const { ask } = await build();
    const answerTo = async (token: string) =>
      (await ask("POST", path, token, sent)).status;
    expect(await answerTo("secret")).toBe(200);
    expect(await answerTo("look")).toBe(403);
    for (const token of ["metrics", "probe", "wrong", ""])
      expect([token, await answerTo(token)]).toEqual([token, 401]);
  });

  it("stands on no page that is public, and in no metric", async () => {
    const { world, ask } = await build();
    const page = { title: "Shop", groups: [{ name: "All", targets: ["shop"] }] };
    expect((await ask("PUT", "/api/status-pages/shop", "secret", page)).status).toBe(201);
    // Health is red without ticks.
    for (const [path, status, token] of [
      ["/status/shop", 200, ""],
      ["/status/shop/feed.atom", 200, ""],
      ["/health", 503, ""],
      ["/metrics", 200, "metrics"],
    ] as const) {
      const answer = await ask("GET", path, token);
      expect([path, answer.status]).toEqual([path, status]);
      expect([path, JSON.stringify(answer.body).includes(canary)]).toEqual([path, false]);
    }
    expect(JSON.stringify([world.logs, world.requestLogs])).not.toContain(canary);
  });
});

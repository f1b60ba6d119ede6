// Holds how heartbeats are added, answered, changed and refused over the API.
import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const backup = { kind: "heartbeat", name: "backup", schedule: { every: "1h" } };
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

describe("adding a heartbeat", () => {
  it("answers the whole target with every default and its ping address", async () => {
    const world = await createWorld();
    const { status, body } = await world.call("POST", "/api/targets", backup);
    expect(status).toBe(201);
    expect(body.pingUrl).toMatch(new RegExp(`^https?://[^/]+/ping/${uuid.source}$`));
    expect(body).toMatchObject({
      kind: "heartbeat",
      name: "backup",
      url: null,
      schedule: { every: "1h" },
      heartbeat: {
        slug: null,
        description: "",
        grace: "1h",
        startGrace: null,
        runMax: null,
        runMin: null,
        early: "30s",
        unusual: null,
        keepAlive: false,
        postOnly: false,
        manualResume: false,
      },
      alarm: { failAfter: 1, recheck: null },
      reported: { running: [], usualMs: null },
      status: "new",
      state: "new",
      nextDueAt: null,
    });
    for (const field of ["request", "expect", "extract", "changes", "crawl"])
      expect(body).not.toHaveProperty(field);
    expect(JSON.stringify(body.heartbeat)).not.toMatch(uuid);
  });

  it("takes a day where no period is given", async () => {
    const world = await createWorld();
    const { body } = await world.call("POST", "/api/targets", {
      kind: "heartbeat",
      name: "daily",
    });
    expect(body.schedule).toMatchObject({ every: "1d" });
  });
});

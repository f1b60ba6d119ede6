import { describe, expect, it } from "vitest";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/page";

describe("adding a target", () => {
  it("answers the whole target with every default, its place and its ETag", async () => {
    const world = await createWorld();
    const { status, headers, body } = await world.call("POST", "/api/targets", { url });
    expect(status).toBe(201);
    expect(headers.get("location")).toBe(`/api/targets/${body.id}`);
    expect(headers.get("etag")).toBe('"1-1"');
    expect(body).toMatchObject({
      url,
      kind: "page",
      name: "site.example.com/page",
      key: null,
      tags: [],
      enabled: true,
      status: "new",
      schedule: { every: "5m", overlap: "buffer-one", catchUpWindow: "1h", grace: "1m" },
      request: {
        method: "GET",
        timeout: "10s",
        maxBodyBytes: 2_097_152,
        maxRedirects: 5,
        retries: 1,
      },
      expect: { status: ["2xx"] },
      retention: {},
      alarm: {
        failAfter: 2,
        ofLast: null,
        recoverAfter: 1,
        recheck: "20s",
        flapsPerHour: 4,
        pauseAfter: null,
        degraded: true,
        dependsOn: [],
      },
      badges: false,
      nextDueAt: "2026-03-02T00:00:00.000Z",
      lastRun: null,
    });
  });

  it.each([
    [{}, "/url", /missing/],
    [{ url, colour: "red" }, "/colour", /no such field/],
    [{ url, schedule: { every: "1s" } }, "/schedule/every", /duration from 5s/],
    [{ url, schedule: { every: "5m", cron: "* * * * *" } }, "/schedule/cron", /either/],
    [{ url, schedule: { cron: "0 3 30 2 *" } }, "/schedule/cron", /never/i],
    [
      { url, schedule: { cron: "0 3 * * *", zone: "Mars/Olympus" } },
      "/schedule/zone",
      /zone/,
    ],
    [{ url, schedule: { evry: "5m" } }, "/schedule/evry", /no such field/],
    [{ url, request: { method: "BREW" } }, "/request/method", /GET/],
    [{ url, request: { body: "x" } }, "/request/body", /no body/],
    [
      { url, request: { headers: { authorization: "***" } } },
      "/request/headers/authorization",
      /stored/,
    ],
    [{ url: "http://10.0.0.1/" }, "/url", /private/],
    [{ url: "ftp://site.example.com/" }, "/url", /http/],
    [{ url: "https://user:pw@site.example.com/" }, "/url", /credentials|password/],
    [{ url, tags: [""] }, "/tags/0", /tag/],
    [{ url, expect: { status: ["9xx"] } }, "/expect/status/0", /status/],
    [{ url, alarm: { failAfter: 3, ofLast: 2 } }, "/alarm/ofLast", /at least as many/],
    [{ url, alarm: { recheck: "2s" } }, "/alarm/recheck", /duration from 5s to 10m/],
    [{ url, alarm: { dependsOn: ["?"] } }, "/alarm/dependsOn/0", /id or the key/],
    [{ url, alarm: { dependsOn: ["nobody"] } }, "/alarm/dependsOn/0", /no target/],
    [{ url, retention: { runs: "23h" } }, "/retention/runs", /duration from 1d to 3650d/],
    [
      { url, retention: { hours: "3651d" } },
      "/retention/hours",
      /duration from 1d to 3650d/,
    ],
    [{ url, retention: { pages: "1d" } }, "/retention/pages", /no such field/],
    [{ url, badges: "yes" }, "/badges", /true or false/],
  ])("refuses %j and names the field", async (document, pointer, detail) => {
    const world = await createWorld();
    const { status, headers, body } = await world.call("POST", "/api/targets", document);
    expect(status).toBe(422);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(body).toMatchObject({
      type: "/docs#problem-invalid",
      status: 422,
      instance: "/api/targets",
    });
    expect(body.errors).toContainEqual({
      pointer,
      detail: expect.stringMatching(detail),
    });
  });

  it("adds one target for a repeated request with one Idempotency-Key, also at the same time", async () => {
    const world = await createWorld();
    const add = () =>
      world.call("POST", "/api/targets", { url }, { "idempotency-key": "k1" });
    const together = await Promise.all([add(), add()]);
    const later = await add();
    const answers = [...together, later];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(later.headers.get("idempotency-replayed")).toBe("true");
    expect((await world.call("GET", "/api/targets")).body.items).toHaveLength(1);
  });

  it("says of a repeated request that what it created was deleted since", async () => {
    const world = await createWorld();
    const key = { "idempotency-key": "k1" };
    await world.call("POST", "/api/targets", { url }, key);
    await world.call("DELETE", "/api/targets/1");
    const { status, body } = await world.call("POST", "/api/targets", { url }, key);
    expect([status, body.detail]).toEqual([
      409,
      "What this Idempotency-Key created was deleted since.",
    ]);
  });

  it("refuses an Idempotency-Key that came with another body", async () => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", { url }, { "idempotency-key": "k1" });
    const { status, body } = await world.call(
      "POST",
      "/api/targets",
      { url: `${url}2` },
      { "idempotency-key": "k1" },
    );
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { parameter: "idempotency-key", detail: expect.stringMatching(/another body/) },
    ]);
  });

  it("refuses a key that another target has", async () => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", { url, key: "home" });
    const { status, body } = await world.call("POST", "/api/targets", {
      url,
      key: "home",
    });
    expect(status).toBe(409);
    expect(body.detail).toContain("home");
  });

  it("never answers a secret header, and keeps it when the answer is written back", async () => {
    const seen: (string | null)[] = [];
    const world = await createWorld({
      site: (_, request) => {
        seen.push(request.headers.get("authorization"));
        return {};
      },
    });
    const headers = { Authorization: "Bearer hidden", Accept: "text/html" };
    const { body: target } = await world.call("POST", "/api/targets", {
      url,
      request: { headers },
    });
    expect(target.request.headers).toEqual({ authorization: "***", accept: "text/html" });
    const { kind, name, request, schedule } = target;
    const put = await world.call("PUT", `/api/targets/${target.id}`, {
      url,
      kind,
      name,
      request,
      schedule,
    });
    expect(put.status).toBe(200);
    await world.call("POST", `/api/targets/${target.id}/run`);
    expect(seen).toEqual(["Bearer hidden"]);
    expect(JSON.stringify(world.logs)).not.toContain("hidden");
  });
});

describe("changing a target", () => {
  it("takes headers' names for the same however they are spelled", async () => {
    const world = await createWorld();
    const headers = { "X-Api-Key": "hush", accept: "text/html" };
    await world.call("POST", "/api/targets", { url, request: { headers } });
    const patch = (changed: object) =>
      world.call("PATCH", "/api/targets/1", { request: { headers: changed } });
    const removed = await patch({ "X-API-Key": null, Accept: "text/plain" });
    expect(removed.body.request.headers).toEqual({ accept: "text/plain" });
    const { status, body } = await patch({ "X-A": "1", "x-a": "2" });
    expect([status, body.errors]).toEqual([
      422,
      [
        {
          pointer: "/request/headers/x-a",
          detail: "This header is named twice: its name has no case.",
        },
      ],
    ]);
  });

  it("patches what is named and leaves the rest", async () => {
    const world = await createWorld();
    const { body: before } = await world.call("POST", "/api/targets", {
      url,
      tags: ["a"],
      schedule: { every: "10m" },
    });
    const { status, headers, body } = await world.call(
      "PATCH",
      `/api/targets/${before.id}`,
      {
        tags: ["b"],
        schedule: { cron: "0 9 * * mon", zone: "Europe/Berlin" },
        request: { timeout: "3s" },
      },
    );
    expect(status).toBe(200);
    expect(headers.get("etag")).toBe('"1-2"');
    expect(body).toMatchObject({
      url,
      tags: ["b"],
      schedule: { cron: "0 9 * * mon", zone: "Europe/Berlin" },
      request: { timeout: "3s", retries: 1 },
    });
    expect(body.schedule.every).toBeUndefined();
    const back = await world.call("PATCH", `/api/targets/${before.id}`, {
      schedule: { every: "1h" },
      tags: null,
    });
    expect(back.body).toMatchObject({ tags: [], schedule: { every: "1h" } });
    expect(back.body.schedule.cron).toBeUndefined();
  });

  it("says how long history is kept where that is not as long as the deployment says", async () => {
    const world = await createWorld();
    const { body: target } = await world.call("POST", "/api/targets", {
      url,
      retention: { runs: "P7D", hours: null, failures: "3650d" },
    });
    expect(target.retention).toEqual({ runs: "7d", failures: "3650d" });
    const patch = async (retention: object | null) =>
      (await world.call("PATCH", `/api/targets/${target.id}`, { retention })).body
        .retention;
    expect(await patch({ hours: "36h", failures: null })).toEqual({
      runs: "7d",
      hours: "1d12h",
    });
    expect((await world.call("GET", `/api/targets/${target.id}`)).body.retention).toEqual(
      {
        runs: "7d",
        hours: "1d12h",
      },
    );
    expect(await patch(null)).toEqual({});
  });

  it("goes on as before when only its badges or its retention change", async () => {
    const world = await createWorld({ site: () => ({ headers: { etag: '"a"' } }) });
    const { body: target } = await world.call("POST", "/api/targets", { url });
    await world.runUntil(world.now() + 120_000);
    const { body: before } = await world.call("GET", `/api/targets/${target.id}`);
    const wish = { badges: true, retention: { runs: "1d" } };
    const { headers, body: after } = await world.call(
      "PATCH",
      `/api/targets/${target.id}`,
      wish,
    );
    expect(headers.get("etag")).toBe('"1-2"');
    expect(after).toEqual({
      ...before,
      ...wish,
      revision: 2,
      updatedAt: new Date(world.now()).toISOString(),
    });
    await world.runUntil(Date.parse(before.nextDueAt) + 60_000);
    expect(world.sent.map((request) => request.headers.get("if-none-match"))).toEqual([
      null,
      '"a"',
    ]);
  });

  it("refuses a change to what was changed since it was read", async () => {
    const world = await createWorld();
    const { body: target } = await world.call("POST", "/api/targets", { url });
    const rename = (name: string) =>
      world.call("PATCH", `/api/targets/${target.id}`, { name }, { "if-match": '"1-1"' });
    expect((await rename("first")).status).toBe(200);
    const second = await rename("second");
    expect(second.status).toBe(412);
    expect(second.body.type).toBe("/docs#problem-stale");
    expect((await world.call("GET", `/api/targets/${target.id}`)).body.name).toBe(
      "first",
    );
    expect(
      (
        await world.call("DELETE", `/api/targets/${target.id}`, undefined, {
          "if-match": '"1-1"',
        })
      ).status,
    ).toBe(412);
  });

  it("creates, then replaces the target under a key", async () => {
    const world = await createWorld();
    const put = (document: object) =>
      world.call("PUT", "/api/targets/by-key/home", document);
    const first = await put({ url, tags: ["a"] });
    const second = await put({ url, name: "Home" });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({
      id: first.body.id,
      key: "home",
      name: "Home",
      tags: [],
    });
    expect((await world.call("GET", "/api/targets")).body.items).toHaveLength(1);
  });

  it("has no slots while paused and is due at once when resumed", async () => {
    const world = await createWorld();
    const { body: target } = await world.call("POST", "/api/targets", { url });
    const paused = await world.call("POST", `/api/targets/${target.id}/pause`);
    expect(paused.body).toMatchObject({
      enabled: false,
      status: "paused",
      nextDueAt: null,
    });
    expect(
      (await world.call("GET", `/api/targets/${target.id}/upcoming`)).body.items,
    ).toEqual([]);
    await world.runUntil(world.now() + 600_000);
    expect(world.requests).toEqual([]);
    const resumed = await world.call("POST", `/api/targets/${target.id}/resume`);
    expect(resumed.body).toMatchObject({
      enabled: true,
      status: "new",
      nextDueAt: new Date(world.now()).toISOString(),
    });
    await world.runUntil(world.now() + 60_000);
    expect(world.requests).toEqual([url]);
  });

  it("is gone after it was deleted", async () => {
    const world = await createWorld();
    const { body: target } = await world.call("POST", "/api/targets", { url });
    expect((await world.call("DELETE", `/api/targets/${target.id}`)).status).toBe(204);
    expect((await world.call("GET", `/api/targets/${target.id}`)).status).toBe(404);
    await world.runUntil(world.now() + 120_000);
    expect(world.requests).toEqual([]);
  });
});

describe("listing targets", () => {
  const add = async (world: Awaited<ReturnType<typeof createWorld>>, count: number) => {
    for (let i = 0; i < count; i++) {
      const document = {
        url: `https://host${i}.example.com/`,
        name: `Shop ${String.fromCharCode(105 - i)}`,
        tags: i % 2 ? ["odd", "all"] : ["even", "all"],
      };
      await world.call("POST", "/api/targets", document);
    }
  };
  const names = async (world: Awaited<ReturnType<typeof createWorld>>, query: string) =>
    (await world.call("GET", `/api/targets?${query}`)).body.items.map(
      (item: { name: string }) => item.name,
    );

  it("filters and sorts", async () => {
    const world = await createWorld();
    await add(world, 5);
    await world.call("POST", "/api/targets/2/pause");
    expect(await names(world, "")).toEqual([
      "Shop e",
      "Shop f",
      "Shop g",
      "Shop h",
      "Shop i",
    ]);
    expect(await names(world, "sort=created")).toEqual([
      "Shop i",
      "Shop h",
      "Shop g",
      "Shop f",
      "Shop e",
    ]);
    expect(await names(world, "sort=-name")).toEqual([
      "Shop i",
      "Shop h",
      "Shop g",
      "Shop f",
      "Shop e",
    ]);
    expect(await names(world, "tag=odd")).toEqual(["Shop f", "Shop h"]);
    expect(await names(world, "tag=odd&tag=all&sort=name")).toEqual(["Shop f", "Shop h"]);
    expect(await names(world, "status=paused")).toEqual(["Shop h"]);
    expect(await names(world, "enabled=false")).toEqual(["Shop h"]);
    expect(await names(world, "text=HOST3")).toEqual(["Shop f"]);
    expect(await names(world, "text=st3")).toEqual(["Shop f"]);
    expect(await names(world, "text=g")).toEqual(["Shop g"]);
    expect(await names(world, "text=shop&tag=even&enabled=true")).toEqual([
      "Shop e",
      "Shop g",
      "Shop i",
    ]);
    expect(await names(world, `text=${encodeURIComponent('"')}xx`)).toEqual([]);
  });

  it.each(["created", "-created", "name", "-name"])(
    "pages through all of them by %s",
    async (sort) => {
      const world = await createWorld();
      await add(world, 5);
      const all = await names(world, `sort=${sort}`);
      const paged: string[] = [];
      let cursor = "";
      for (let page = 0; page < 3; page++) {
        const { body } = await world.call(
          "GET",
          `/api/targets?sort=${sort}&limit=2${cursor}`,
        );
        paged.push(...body.items.map((item: { name: string }) => item.name));
        expect(body.next === null).toBe(page === 2);
        cursor = `&cursor=${body.next}`;
      }
      expect(paged).toEqual(all);
    },
  );

  it("refuses what it does not know", async () => {
    const world = await createWorld();
    const { status, body } = await world.call(
      "GET",
      "/api/targets?colour=red&limit=0&cursor=x",
    );
    expect(status).toBe(422);
    expect(
      body.errors.map((error: { parameter: string }) => error.parameter).sort(),
    ).toEqual(["colour", "cursor", "limit"]);
  });
});

it("no target depends on one that depends on it", async () => {
  const world = await createWorld();
  const [a, b] = [await addTarget(world, { key: "a" }), await addTarget(world)];
  await world.call("PATCH", `/api/targets/${b}`, { alarm: { dependsOn: ["a"] } });
  for (const dependsOn of [[`${b}`], ["a"]]) {
    const patch = { alarm: { dependsOn } };
    const { status, body } = await world.call("PATCH", `/api/targets/${a}`, patch);
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/alarm/dependsOn" }]]);
  }
});

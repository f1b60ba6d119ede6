// Tests what becomes of bodies and fields that nobody should send.
import { describe, expect, it } from "vitest";
import { createWorld } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";
const document = JSON.stringify({ url });

describe("a body", () => {
  it.each([
    "application/json;",
    "application/json; ",
    "application/json;charset=utf-8",
    "application/json; charset",
    'application/json; charset="utf-8"; x=y',
    "APPLICATION/JSON",
    "application/merge-patch+json",
  ])("of the type %j is read", async (type) => {
    const world = await createWorld();
    const { status } = await world.call("POST", "/api/targets", document, {
      "content-type": type,
    });
    expect(status).toBe(201);
  });

  it.each([
    ["[".repeat(10_000) + "]".repeat(10_000)],
    [`{"tags":${'{"a":'.repeat(10_000)}1${"}".repeat(10_001)}`],
    [`{"url":${"[".repeat(10_000)}`],
    ["[".repeat(65)],
  ])("nested too deep is refused", async (body) => {
    const world = await createWorld();
    for (const [method, path] of [
      ["POST", "/api/targets"],
      ["POST", "/api/targets/test"],
      ["PATCH", "/api/targets/1"],
      ["PUT", "/api/targets/by-key/home"],
    ] as const) {
      const answer = await world.call(method, path, body);
      expect(answer.status).toBe(400);
      expect(answer.body.detail).toBe("The body has more than 64 levels.");
    }
  });

  it.each([
    ["", "The body is empty; it must be JSON."],
    ["  \n", "The body is empty; it must be JSON."],
    ['{"url": ', "at line 1, column 9, a value is missing."],
    [
      '{"url": "x",\n  name: 1}',
      "at line 2, column 3, there is a word that JSON does not have.",
    ],
    ['{\n "url": "x"\n "name": 1}', "at line 3, column 2, a comma is missing."],
    ['{"url": "x}', "at line 1, column 9, a string has no end."],
    ['{"url": 1} x', "at line 1, column 12, there is a word that JSON does not have."],
    ["{} {}", "at line 1, column 4, something follows the end of the value."],
    ["{'url': 1}", "at line 1, column 2, there is a word that JSON does not have."],
    [
      '{"url": "a\tb"}',
      "at line 1, column 9, there is a control character, which must be escaped.",
    ],
    ["/* x */ {}", "at line 1, column 1, there is a comment."],
    ['{"a": 1,}', "at line 1, column 9, a name in double quotes is missing."],
  ])("%j is no JSON: the answer tells where that shows", async (body, told) => {
    const world = await createWorld();
    const answer = await world.call("POST", "/api/targets", body);
    expect(answer.status).toBe(400);
    expect(answer.body.title).toBe("Malformed request");
    expect(answer.body.detail.endsWith(told), answer.body.detail).toBe(true);
  });

  it("may be empty where none is wanted, whatever its type", async () => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", { url });
    for (const path of ["run", "pause", "resume"]) {
      const { status } = await world.call("POST", `/api/targets/1/${path}`, "");
      expect(status, path).toBeLessThan(300);
    }
  });

  it("that is not UTF-8 is refused, whatever its type says", async () => {
    const world = await createWorld();
    const latin = Uint8Array.from(`{"url":"${url}","name":"Café"}`, (char) =>
      char.charCodeAt(0),
    );
    const type = { "content-type": "application/json; charset=iso-8859-1" };
    const { status, body } = await world.call("POST", "/api/targets", latin, type);
    expect([status, body.detail]).toEqual([400, "The body is not UTF-8."]);
  });

  it("with half a surrogate pair is refused: it would be stored as other text", async () => {
    const world = await createWorld();
    const document = `{"url":"${url}","tags":["a"],"name":"\\ud800"}`;
    const { status, body } = await world.call("POST", "/api/targets", document);
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: "/name", detail: "This has half a surrogate pair." }],
    ]);
  });

  it("of quotes without end is refused at once", async () => {
    const world = await createWorld();
    const body = `["${'\\"'.repeat(100_000)}`;
    expect((await world.call("POST", "/api/targets", body)).status).toBe(400);
  });
});

describe("a field", () => {
  it.each([
    [
      { ulr: url },
      [
        { pointer: "/ulr", detail: 'There is no such field. Did you mean "url"?' },
        { pointer: "/url", detail: "This is missing; it is text." },
      ],
    ],
    [
      { url, nmae: "x", colour: "red" },
      [
        { pointer: "/nmae", detail: 'There is no such field. Did you mean "name"?' },
        { pointer: "/colour", detail: "There is no such field." },
      ],
    ],
    [
      { url, schedule: { evry: "5m" } },
      [
        {
          pointer: "/schedule/evry",
          detail: 'There is no such field. Did you mean "every"?',
        },
      ],
    ],
    [{ url: 5 }, [{ pointer: "/url", detail: "This is text, not a number." }]],
    [{ url: "" }, [{ pointer: "/url", detail: "This has at least 1 character." }]],
    [{ url, tags: "a" }, [{ pointer: "/tags", detail: "This is a list, not text." }]],
    [
      { url, request: [] },
      [{ pointer: "/request", detail: "This is an object, not a list." }],
    ],
    [
      { url, enabled: "yes" },
      [{ pointer: "/enabled", detail: "This is true or false, not text." }],
    ],
    [
      { url, request: { retries: 1.5 } },
      [{ pointer: "/request/retries", detail: "This is a whole number." }],
    ],
    [
      { url, request: { retries: 9 } },
      [{ pointer: "/request/retries", detail: "This is at most 5." }],
    ],
    [
      { url, kind: "paeg" },
      [
        {
          pointer: "/kind",
          detail: 'This is "page", "site" or "heartbeat". Did you mean "page"?',
        },
      ],
    ],
    [
      { url, request: { headers: { "a b": "c" } } },
      [{ pointer: "/request/headers/a b", detail: "This is not a header name." }],
    ],
    [
      { url, schedule: { window: { weekdays: ["mo"], zone: 5, fron: "09:00" } } },
      [
        {
          pointer: "/schedule/window/weekdays/0",
          detail:
            'This is "mon", "tue", "wed", "thu", "fri", "sat" or "sun". Did you mean "mon"?',
        },
        { pointer: "/schedule/window/zone", detail: "This is text, not a number." },
        {
          pointer: "/schedule/window/fron",
          detail: 'There is no such field. Did you mean "from"?',
        },
      ],
    ],
    [
      { url, schedule: { window: 9 } },
      [{ pointer: "/schedule/window", detail: "This is an object or null." }],
    ],
    [
      { url, kind: "site", crawl: { query: "none" } },
      [{ pointer: "/crawl/query", detail: 'This is "keep" or "drop" or a list.' }],
    ],
    [
      { url, kind: "site", crawl: { query: Array(101).fill("a") } },
      [{ pointer: "/crawl/query", detail: "This has at most 100 items." }],
    ],
    [
      { url, kind: "!" },
      [{ pointer: "/kind", detail: 'This is "page", "site" or "heartbeat".' }],
    ],
    [
      { url, schedule: { window: { too: "9" } } },
      [
        {
          pointer: "/schedule/window/too",
          detail: 'There is no such field. Did you mean "to"?',
        },
      ],
    ],
    ["null", [{ pointer: "", detail: "This is an object, not null." }]],
    ["[]", [{ pointer: "", detail: "This is an object, not a list." }]],
  ])("%j is refused in our own words", async (body, errors) => {
    const world = await createWorld();
    const answer = await world.call("POST", "/api/targets", body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toEqual(errors);
  });

  it("is told whole, whatever lines it has", async () => {
    const world = await createWorld();
    const document = { url, schedule: { cron: "* * *\n* never" } };
    const { status, body } = await world.call("POST", "/api/targets", document);
    expect(status).toBe(422);
    expect(body.errors[0].detail).toMatch(/is no cron expression: .*\.$/s);
  });

  it.each([
    ["/api/targets?status=0", 'This is "new", "up", "degraded", "down" or "paused".'],
    ["/admin/metrics.json?pretty=x", 'This is "0", "1", "true" or "false".'],
  ])(
    "of %s, which has nothing in common with a name, is near to none",
    async (path, detail) => {
      const world = await createWorld();
      const { body } = await world.call("GET", path);
      expect(body.errors).toMatchObject([{ detail }]);
    },
  );

  it("of a query is refused with the name that it is near to", async () => {
    const world = await createWorld();
    const { status, body } = await world.call("GET", "/api/targets?lmit=3");
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { parameter: "lmit", detail: 'There is no such field. Did you mean "limit"?' },
    ]);
  });
});

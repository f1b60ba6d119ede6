// Proves that a public status page tells nothing of what was not opted in to it, and of
// what was only its public name, its state and its days.
import { beforeEach, describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { renewStorage } from "#test/fixtures/database.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;

beforeEach(renewStorage);

/** Texts that stand for secrets: none is a part of another, and none is a usual word. */
const secret = (name: string) => `zq${name}qz`;

type Hidden = { document: Record<string, unknown>; secrets: string[] };

/** A target of whose every field something can be found again. */
function targetOf(who: string, tags: string[] = []): Hidden {
  const told = (field: string) => secret(`${who}${field}`);
  return {
    document: {
      url: `https://${told("host")}.example.com/${told("path")}?k=${told("query")}`,
      key: told("key"),
      name: told("name"),
      tags: [told("tag"), ...tags],
      schedule: { every: "1m" },
      request: {
        headers: {
          authorization: `Bearer ${told("token")}`,
          [`x-${told("header")}`]: told("value"),
        },
      },
      expect: { status: ["2xx"] },
    },
    secrets: [
      "host",
      "path",
      "query",
      "key",
      "name",
      "tag",
      "token",
      "header",
      "value",
    ].map(told),
  };
}

const bodyOfSite = secret("body");
const headerOfSite = secret("answer");

/** Incidents of a target, open and closed, with all that is stored of such. */
async function storeIncidents(targetId: number, who: string): Promise<string[]> {
  const told = (field: string) => secret(`${who}incident${field}`);
  const facts = {
    url: told("url"),
    failure: { class: "assertion", condition: told("condition"), detail: told("detail") },
    body: told("body"),
  };
  const labels = { target: told("label"), name: told("labelname"), tag: [told("ltag")] };
  const notes = [
    { at: now, author: told("author"), text: told("note") },
    { at: now, author: told("author"), text: told("falsenote"), public: false },
    { at: now, author: told("author"), text: told("truthynote"), public: "yes" },
    { at: now, author: told("author"), text: told("publicnote"), public: true },
  ];
  for (const closedAt of [null, now + minute])
    await DB.prepare(
      `INSERT INTO incidents (id, target_id, severity, started_at, opened_at, closed_at,
         close_reason, labels, facts, children, acknowledged_at, acknowledged_by, notes)
       VALUES (?, ?, 'down', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
      .bind(
        `${told("id")}${closedAt}`,
        targetId,
        now,
        now,
        closedAt,
        closedAt === null ? null : told("reason"),
        JSON.stringify(labels),
        JSON.stringify(facts),
        JSON.stringify({ 7: told("child") }),
        now,
        told("acknowledger"),
        JSON.stringify(notes),
      )
      .run();
  return [
    ...["url", "condition", "detail", "body", "label", "labelname", "ltag"],
    ...["author", "note", "falsenote", "truthynote", "id", "reason", "child"],
    ...["acknowledger"],
  ].map(told);
}

const publicNote = (who: string) => secret(`${who}incidentpublicnote`);

/** Adds a target with its incidents and a window of maintenance; gives all its secrets. */
async function store(world: World, who: string, tags: string[] = []) {
  const { document, secrets } = targetOf(who, tags);
  const { status, body } = await world.call("POST", "/api/targets", document);
  expect(status).toBe(201);
  const window = secret(`${who}window`);
  const set = await world.call("POST", "/api/maintenance", {
    name: window,
    targets: [body.id],
    from: new Date(now + 24 * 60 * minute).toISOString(),
    for: "1h",
  });
  expect(set.status).toBe(201);
  return {
    id: body.id as number,
    name: document.name as string,
    secrets: [...secrets, window, ...(await storeIncidents(body.id, who))],
  };
}

const forms = ["", "/feed.atom", "/summary.json", "?in=ja", "/feed.atom?in=ja"];

/** All that an answer says, its headers as well, in the forms in which a text may hide. */
async function answersOf(world: World, slug: string): Promise<string[]> {
  const said: string[] = [];
  const askers: Record<string, string>[] = [
    { authorization: "" },
    { authorization: "", accept: "text/html" },
    { accept: "text/html" },
  ];
  for (const headers of askers)
    for (const form of forms)
      for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
        const path = `/status/${slug}${form}`;
        const { headers: own, body } = await world.call(method, path, undefined, headers);
        const text = typeof body === "string" ? body : JSON.stringify(body);
        said.push(`${text} ${JSON.stringify([...own])}`);
      }
  return said;
}

const expectNoneIn = (said: readonly string[], secrets: readonly string[]) => {
  const all = said.join("\n").toLowerCase();
  expect(secrets.filter((text) => all.includes(text.toLowerCase()))).toEqual([]);
};

describe("a public status page", () => {
  it("tells nothing of targets that are not opted in, and only names of those that are", async () => {
    const world = await createWorld({
      now,
      site: (url) =>
        url.pathname.includes("down")
          ? { status: 500, body: bodyOfSite, headers: { "x-why": headerOfSite } }
          : { body: bodyOfSite, headers: { etag: `"${headerOfSite}"` } },
    });
    const named = await store(world, "named");
    const renamed = await store(world, "renamed");
    const down = await store(world, "down");
    const tagged = await store(world, "tagged", ["public"]);
    const others = [
      await store(world, "other"),
      await store(world, "otherdown"),
      await store(world, "near", ["publi", "public2"]),
    ];
    const addressed = await world.call("POST", "/api/targets", {
      url: `https://${secret("onlyhost")}.example.com/${secret("onlypath")}`,
      tags: ["public"],
    });
    expect(addressed.status).toBe(201);
    const page = {
      title: "Shop",
      groups: [
        {
          name: "All",
          targets: [
            named.id,
            { target: renamed.id, name: "Website" },
            { target: down.id, name: "Search" },
          ],
          tags: ["public"],
        },
      ],
    };
    expect((await world.call("PUT", "/api/status-pages/shop", page)).status).toBe(201);
    const only = { title: "Other", groups: [{ name: "g", targets: [others[0]?.id] }] };
    await world.call("PUT", "/api/status-pages/elsewhere", only);
    await world.runUntil(now + 5 * minute);

    const said = await answersOf(world, "shop");
    const opted = [named, renamed, down, tagged];
    // What is meant to be seen is there: the search below looks at pages that say something.
    for (const text of [named.name, tagged.name, "Website", "Search is down"])
      expect(said.join("\n"), text).toContain(text);
    for (const { name } of [named, tagged])
      expect(said.filter((one) => one.includes(name)).length).toBeGreaterThan(10);
    for (const who of ["named", "renamed", "down", "tagged"])
      expect(said.join("\n"), who).toContain(publicNote(who));

    const publicly = new Set([named.name, tagged.name]);
    const hidden = opted.flatMap(({ secrets }) =>
      secrets.filter((text) => !publicly.has(text)),
    );
    expectNoneIn(said, hidden);
    expectNoneIn(said, [
      bodyOfSite,
      headerOfSite,
      secret("onlyhost"),
      secret("onlypath"),
    ]);
    expectNoneIn(
      said,
      others.flatMap(({ secrets }) => secrets),
    );
    expectNoneIn(said, ["near", "other", "otherdown"].map(publicNote));
    // Neither is the failure, nor how the service is asked for.
    expectNoneIn(said, ["example.com", "2xx", "/targets/", "user-agent", "form-token"]);
  });

  it("tells nothing at all where there is none, or where it was deleted", async () => {
    const world = await createWorld({ now });
    const one = await store(world, "one");
    await world.call("PUT", "/api/status-pages/gone", {
      title: secret("title"),
      groups: [{ name: secret("group"), targets: [one.id] }],
    });
    await world.runUntil(now + 2 * minute);
    await world.call("GET", "/status/gone");
    await world.call("DELETE", "/api/status-pages/gone");
    for (const slug of ["gone", "never", one.name, "..%2f..%2fapi%2ftargets", "%00"]) {
      const said = await answersOf(world, slug);
      const asked = slug === one.name ? [one.name] : [];
      expectNoneIn(
        said,
        [...one.secrets, secret("title"), secret("group")].filter(
          (text) => !asked.includes(text),
        ),
      );
    }
  });

  it("forgets a target that is opted out, a minute later at the latest", async () => {
    const world = await createWorld({ now });
    const one = await store(world, "one", ["public"]);
    await world.call("PUT", "/api/status-pages/shop", {
      title: "Shop",
      groups: [{ name: "All", tags: ["public"] }],
    });
    await world.runUntil(now + 2 * minute);
    expect((await answersOf(world, "shop")).join("\n")).toContain(one.name);
    await world.call("PATCH", `/api/targets/${one.id}`, { tags: [] });
    await world.advanceTo(now + 3 * minute);
    expectNoneIn(await answersOf(world, "shop"), one.secrets);
    expectNoneIn(await answersOf(world, "shop"), [publicNote("one")]);
  });
});

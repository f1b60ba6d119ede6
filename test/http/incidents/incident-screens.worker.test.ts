// Tests the pages of incidents, and what the overview and a target's page say of one that
// is open.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { storePast } from "#test/fixtures/history/past.ts";
import { headingOf, linkOf, rowTexts } from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { isoAt, minute, start, watch } from "#test/fixtures/rounds/rounds.ts";
import {
  type Answered,
  addTarget,
  createWorld,
  type World,
} from "#test/fixtures/world.ts";

const hour = 60 * minute;

const body = "<script>alert(1)</script>out of order";

/** A world in which targets fail until they are mended. */
async function failingWorld(documents: readonly object[] = [{}]) {
  const mended = new Set<string>();
  const { world } = await watch({
    vars: { READ_TOKEN: "look" },
    site: ({ pathname }) => (mended.has(pathname) ? {} : { status: 500, body }),
  });
  for (const [i, document] of documents.entries())
    await addTarget(world, {
      name: `Shop ${i + 1}`,
      url: `https://site.example.com/${i + 1}`,
      schedule: { every: "1m", startAt: isoAt(0) },
      request: { retries: 0 },
      ...document,
    });
  await world.runUntil(start + minute);
  const visitor = await logIn(world);
  const incidentOf = async (target = 1): Promise<Answered> =>
    (await world.call("GET", `/api/incidents?target=${target}`)).body.items[0];
  const path = async (target = 1) => `/incidents/${(await incidentOf(target)).id}`;
  return { world, visitor, incidentOf, path, mend: (id: number) => mended.add(`/${id}`) };
}

/** What happened, one text for each. */
const stepsIn = (html: string): string[] =>
  [
    ...(/<ol class="steps">.*?<\/ol>/s.exec(html)?.[0] ?? "").matchAll(/<li>.*?<\/li>/gs),
  ].map(([step]) => textOf(step));

const countOf = (list: string) => async (world: World) =>
  (await world.call("GET", `/api/${list}`)).body.items.length > 0;

describe("the list of incidents", () => {
  it("says in its heading how many are open, and lists these first", async () => {
    const { world, visitor, mend } = await failingWorld([{}, { tags: ["web"] }, {}]);
    expect(headingOf((await visitor.open("/incidents")).html)).toBe(
      "3 incidents are open",
    );
    mend(1);
    mend(3);
    await world.runUntil(start + 3 * minute);
    const { html } = await visitor.open("/incidents");
    expect(headingOf(html)).toBe("1 incident is open");
    expect(textOf(html)).toMatch(
      /Open .* Down Shop 2 since 00:00:00, 3 min .*500.* not acknowledged .*Closed .*Shop 3.*Shop 1/,
    );
    expect(textOf(html)).toContain("00:00:00 to 00:01:00, 1 min");
    mend(2);
    await world.runUntil(start + 5 * minute);
    expect(headingOf((await visitor.open("/incidents")).html)).toBe(
      "No incident is open",
    );
  });

  it.each([
    { query: "?open=true", names: ["Shop 2"] },
    { query: "?open=false", names: ["Shop 1"] },
    { query: "?tag=web", names: ["Shop 1"] },
    { query: "?severity=degraded", names: [] },
    { query: "?target=two", names: ["Shop 2"] },
    { query: "?target=&tag=&open=&severity=", names: ["Shop 2", "Shop 1"] },
  ])("finds what the address asks for: $query", async ({ query, names }) => {
    const { world, visitor, mend } = await failingWorld([
      { tags: ["web"] },
      { key: "two" },
    ]);
    mend(1);
    await world.runUntil(start + 3 * minute);
    const { html } = await visitor.open(`/incidents${query}`);
    expect(
      [...html.matchAll(/class="url"><a[^>]*>(Shop \d)</g)].map(([, name]) => name),
    ).toEqual(names);
  });

  it("says at the field which target there is not", async () => {
    const { visitor } = await failingWorld();
    const { html } = await visitor.open("/incidents?target=nobody");
    expect(html).toMatch(/id="target-wrong".*There is no target with the key nobody/s);
    expect(html).toContain('value="nobody"');
  });

  it("leads to older ones, and says what to expect where there is none", async () => {
    const { visitor } = await failingWorld([]);
    expect((await visitor.open("/incidents")).html).toContain("There has been none yet");
    await DB.prepare(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
      INSERT INTO incidents (id, target_id, severity, started_at, opened_at, closed_at,
        close_reason, labels, facts)
      SELECT '9-' || i, 9, 'down', i * 1000, i * 1000, i * 1000 + 500, 'recovered',
        '{"name":"Old","tag":[]}', '{"runsFailed":2,"slotsMissed":0}' FROM n`).run();
    const counts: number[] = [];
    let path: string | null = "/incidents";
    while (path !== null) {
      const { html }: { html: string } = await visitor.open(path);
      counts.push(rowTexts(html).length);
      path = html.includes("Older ones") ? linkOf(html, "Older ones") : null;
    }
    expect(counts).toEqual([40, 40, 20]);
  });
});

describe("the page of an incident", () => {
  it("says what is so, what failed with the body as text, and what happened", async () => {
    const { world, visitor, path, mend } = await failingWorld([
      { expect: { conditions: ['body contains "ok"'], status: [500] } },
    ]);
    await DB.prepare("UPDATE incidents SET facts = json_set(facts, '$.body', ?)")
      .bind(body)
      .run();
    const open = await visitor.open(await path());
    expect(headingOf(open.html)).toBe("Shop 1 has been down for 1 min");
    expect(textOf(open.html)).toMatch(/Condition body contains "ok" Found/);
    expect(textOf(open.html)).toContain(body);
    mend(1);
    await world.call("PATCH", `/api${await path()}`, { closed: true, by: "Ada" });
    const { html } = await visitor.open(await path());
    expect(headingOf(html)).toBe("Shop 1 was down for 1 min");
    expect(textOf(html)).toContain("Closed by hand by Ada.");
    expect(textOf(html)).not.toContain("The incident was closed by hand.");
    expect(html).not.toContain("<script>alert");
    const runs = await visitor.open(linkOf(html, "Runs of this time"));
    expect(runs.status).toBe(200);
  });

  it("asks for itself again, and tells the runs in order with what they turned", async () => {
    const { world, visitor, path, mend } = await failingWorld();
    mend(1);
    await world.runUntil(start + 2 * minute);
    const { html } = await visitor.open(await path());
    expect(html).toContain('data-live="15"');
    expect(stepsIn(html)).toEqual([
      "00:00:00 Failed The status is 500; expected 2xx.",
      "00:00:20 Failed The status is 500; expected 2xx. Another look",
      "00:00:20 The incident opened.",
      "00:01:00 Ok Run",
      "00:01:00 The target has recovered, and the incident closed.",
    ]);
    const [, address = ""] = /href="(\/targets\/1\/runs\/[^"]*)">Run</.exec(html) ?? [];
    const run = await visitor.open(address);
    expect([run.status, headingOf(run.html)]).toEqual([200, "Run of 00:01:00, 2 Mar"]);
  });

  it("tells of many runs those that opened it and the latest, at little cost", async () => {
    const { world, visitor, path } = await failingWorld();
    const few = await costOfPage(world, visitor, await path());
    expect(few.statements).toBeLessThanOrEqual(8);
    await world.runUntil(start + 60 * minute);
    const page = await path();
    const { html } = await visitor.open(page);
    const steps = stepsIn(html);
    expect(steps.filter((step) => step.includes("Failed"))).toHaveLength(12);
    expect(steps[0]).toMatch(/^00:00:00 Failed/);
    expect(steps[3]).toMatch(/More runs, which are not listed here/);
    expect(steps.at(-1)).toMatch(/^00:59:00 Failed/);
    const many = await costOfPage(world, visitor, page);
    expect(many.statements).toBeLessThanOrEqual(11);
    expect(many.rowsRead).toBeLessThanOrEqual(few.rowsRead + 20);
  });

  it("reads few rows of an incident that was open for days", async () => {
    const hours = 58;
    const now = start + hours * hour;
    const world = await createWorld({ now });
    await addTarget(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    const past = { targetIds: [1], shardId: 1, from: start, hours, everyMs: minute };
    await storePast(DB, past);
    await DB.prepare(`
      INSERT INTO incidents (id, target_id, severity, started_at, opened_at, labels, facts)
      VALUES ('1-abc', 1, 'down', ?1, ?1 + 61000, '{"name":"Old","tag":[]}',
        '{"runsFailed":2,"slotsMissed":0}')`)
      .bind(start)
      .run();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/incidents/1-abc");
    expect(stepsIn(html)).toHaveLength(2 + 1 + 10);
    const { statements, rowsRead } = await costOfPage(world, visitor, "/incidents/1-abc");
    expect(statements).toBeLessThanOrEqual(11);
    expect(rowsRead).toBeLessThanOrEqual(100);
  });

  it("says that a target is deleted instead of leading to it", async () => {
    const { world, visitor, path } = await failingWorld([{ key: "shop" }]);
    const page = await path();
    await world.call("DELETE", "/api/targets/1");
    const { status, html } = await visitor.open(page);
    expect(status).toBe(200);
    expect(textOf(html)).toContain("The target is deleted.");
    expect(html).not.toMatch(/(href|formaction)="[^"]*target(s\/|=)1\b/);
  });

  it("acknowledges with a name and a note, and takes that back", async () => {
    const { visitor, path, incidentOf } = await failingWorld();
    const page = await path();
    const done = await visitor.send(`${page}/acknowledge`, {
      by: "Ada",
      note: "On it.\r\n<b>",
      public: "on",
    });
    expect([done.status, done.path]).toEqual([200, page]);
    expect(textOf(done.html)).toContain("The incident of Shop 1 is acknowledged.");
    expect(textOf(done.html)).toContain("Acknowledged by Ada. public On it. <b>");
    expect(await incidentOf()).toMatchObject({
      acknowledged: { by: "Ada" },
      notes: [{ kind: "acknowledged", text: "On it.\n<b>", public: true }],
    });
    await visitor.send(`${page}/unacknowledge`, { by: "", note: "" });
    expect((await incidentOf()).acknowledged).toBeNull();
  });

  it("adds notes, closes, and silences", async () => {
    const { world, visitor, path, incidentOf } = await failingWorld();
    const page = await path();
    await visitor.send(`${page}/note`, { note: "The disk is full." });
    const until = await visitor.send(`${page}/silence`, {
      for: "recovery",
      reason: "known",
      author: "Ada",
    });
    expect(textOf(until.html)).toContain(
      "Silenced until it has recovered. By Ada. Reason: known",
    );
    await visitor.send(`${page}/silence`, { for: "1h", reason: "", author: "" });
    const { body: silences } = await world.call("GET", "/api/silences");
    expect(silences.items).toMatchObject([
      { until: isoAt(61 * minute), reason: "" },
      { until: null, reason: "known", by: "Ada" },
    ]);
    await visitor.send(`${page}/close`, {});
    const incident = await incidentOf();
    expect(incident).toMatchObject({ closeReason: "closed" });
    expect(incident.notes.map(({ kind }: Answered) => kind)).toEqual(["note", "closed"]);
    const again = await visitor.send(`${page}/silence`, { for: "recovery" });
    expect(again.status).toBe(409);
  });

  it("sets maintenance of its target with one button", async () => {
    const { world, visitor, path } = await failingWorld();
    const { html } = await visitor.open(await path());
    const [, action = ""] =
      /<button[^>]*formaction="([^"]*maintenance)"[^>]*value="1h"/.exec(html) ?? [];
    const done = await visitor.send(action, { for: "1h", reason: "", author: "" });
    expect(done.path).toBe("/targets/1");
    const { body: windows } = await world.call("GET", "/api/maintenance");
    expect(windows.items).toMatchObject([{ targets: [1], until: isoAt(61 * minute) }]);
  });

  it.each([
    { action: "note", fields: { by: "Ada", note: "" }, field: "note" },
    { action: "acknowledge", fields: { by: "x".repeat(101), note: "y" }, field: "by" },
    {
      action: "silence",
      fields: { for: "1h", reason: "x".repeat(501) },
      field: "reason",
    },
  ])("keeps what was typed, and says what is wrong: $action", async (asked) => {
    const { world, visitor, path, incidentOf } = await failingWorld();
    const { status, html } = await visitor.send(
      `${await path()}/${asked.action}`,
      asked.fields,
    );
    expect(status).toBe(422);
    expect(html).toContain(`id="${asked.field}-wrong"`);
    expect(html).toContain(`value="${asked.fields.by ?? asked.fields.reason}"`);
    expect((await incidentOf()).notes).toEqual([]);
    expect((await world.call("GET", "/api/silences")).body.items).toEqual([]);
  });

  it("offers a reader no form, and is not there for what is no incident", async () => {
    const { world, visitor, path } = await failingWorld();
    const reader = await logIn(world, "look");
    for (const page of ["/", "/targets/1", "/incidents", await path()]) {
      const { html } = await reader.open(page);
      expect(html, page).not.toMatch(/<form[^>]*method="post"(?![^>]*logout)/);
    }
    expect((await visitor.open("/incidents/9-abc")).status).toBe(404);
    expect((await visitor.open("/incidents/%3Cb%3E")).status).toBe(404);
  });
});

/** The buttons of a page's forms: where each is sent, and with what. */
const buttonsIn = (html: string) => {
  const valueIn = (attributes: string, name: string) =>
    new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
  return [...html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)].flatMap(
    ([, form = "", content = ""]) =>
      [...content.matchAll(/<button([^>]*)>/g)].map(([, button = ""]) => ({
        path: valueIn(button, "formaction") ?? valueIn(form, "action") ?? "",
        name: valueIn(button, "name"),
        value: valueIn(button, "value"),
      })),
  );
};

const hasAcknowledged = async (world: World) => {
  const { body } = await world.call("GET", "/api/incidents");
  return body.items[0].acknowledged !== null;
};

describe("an open incident", () => {
  it.each(
    ["/", "/targets/1", "incident"].flatMap((page) => [
      { page, deed: "acknowledge", value: undefined, done: hasAcknowledged },
      { page, deed: "silence", value: "1h", done: countOf("silences") },
      { page, deed: "silence", value: "recovery", done: countOf("silences") },
      { page, deed: "maintenance", value: "1h", done: countOf("maintenance") },
    ]),
  )("is met by $deed $value from $page, which one comes back to", async (asked) => {
    const { world, visitor, path } = await failingWorld();
    const page = asked.page === "incident" ? await path() : asked.page;
    const { html } = await visitor.open(page);
    const button = buttonsIn(html).find(
      ({ path: to, value }) =>
        to.endsWith(`/${asked.deed}`) && (asked.value ?? value) === value,
    );
    expect(await asked.done(world)).toBe(false);
    const to = page === "/targets/1" && asked.deed === "maintenance" ? {} : { to: page };
    const sent = { ...to, [button?.name ?? "x"]: button?.value ?? "" };
    const after = await visitor.send(button?.path ?? "", sent);
    expect([after.status, after.path]).toEqual([200, page]);
    expect(await asked.done(world)).toBe(true);
  });

  it("leads to no other site, whatever a form asks for", async () => {
    const { visitor } = await failingWorld();
    const fields = { for: "1h", to: "https://evil.example/" };
    expect((await visitor.send("/targets/1/maintenance", fields)).path).toBe("/");
  });

  it("is acknowledged in the name that was typed last, until one logs out", async () => {
    const { visitor, path, incidentOf } = await failingWorld([{}, {}, {}]);
    const name = 'Ada "<b>" 織田';
    await visitor.send(`${await path(1)}/acknowledge`, { by: ` ${name} `, note: "" });
    const { html } = await visitor.open(await path(2));
    expect(html).not.toContain("<b>");
    expect(html.split('value="Ada &quot;&lt;b&gt;&quot; 織田"')).toHaveLength(3);
    expect((await visitor.open("/silences")).html).toContain("Ada &quot;");
    await visitor.send(`${await path(2)}/acknowledge`, { to: "/" });
    expect((await incidentOf(2)).acknowledged.by).toBe(name);
    await visitor.send("/logout", {});
    await visitor.logIn();
    await visitor.send(`${await path(3)}/acknowledge`, { to: "/" });
    expect((await incidentOf(3)).acknowledged.by).toBeNull();
  });

  it("is acknowledged without a name where the cookie holds none, or it was emptied", async () => {
    const { visitor, path, incidentOf } = await failingWorld([{}, {}]);
    visitor.cookies.set("name", encodeURIComponent("x".repeat(101)));
    await visitor.send(`${await path(1)}/acknowledge`, { to: "/" });
    expect((await incidentOf(1)).acknowledged.by).toBeNull();
    await visitor.send(`${await path(1)}/note`, { by: "Ada", note: "x" });
    await visitor.send(`${await path(1)}/note`, { by: "", note: "y" });
    await visitor.send(`${await path(2)}/acknowledge`, { to: "/" });
    expect((await incidentOf(2)).acknowledged.by).toBeNull();
  });

  it("is acknowledged in one click from the overview and from its target", async () => {
    const { visitor, path } = await failingWorld([{}, {}]);
    for (const [target, page] of [
      [1, "/"],
      [2, "/targets/2"],
    ] as const) {
      const { html } = await visitor.open(page);
      expect(textOf(html)).toContain("open for 1 min, not acknowledged.");
      const action = `${await path(target)}/acknowledge`;
      expect(html).toContain(`formaction="${action}"`);
      expect(html).toContain(`href="${await path(target)}"`);
      const done = await visitor.send(action, { to: page });
      expect(done.path).toBe(page);
      expect(textOf(done.html)).toContain("open for 1 min, acknowledged.");
      expect(done.html).not.toContain(`formaction="${action}"`);
      expect(done.html).toContain(`formaction="/targets/${target}/pause"`);
    }
  });

  it("leaves a problem two buttons at most beside the menu", async () => {
    const { visitor } = await failingWorld();
    const { html } = await visitor.open("/");
    const [problem = ""] = /<ul class="problems".*?<\/section>/s.exec(html) ?? [];
    const outside = problem.replaceAll(/<details.*?<\/details>/gs, "");
    expect([...outside.matchAll(/<button[^>]*>(.*?)<span/gs)].map(([, w]) => w)).toEqual([
      "Acknowledge",
      "Run now",
    ]);
  });
});

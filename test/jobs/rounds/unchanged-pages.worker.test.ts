// Tests that a round asks for unchanged pages by their validators.
import { describe, expect, it } from "vitest";
import {
  answering,
  isoAt,
  minute,
  runsOf,
  type Sent,
  start,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { addTarget } from "#test/fixtures/world.ts";

describe("a page that has not changed", () => {
  const tagged = { headers: { etag: '"v1"', "content-type": "text/html" }, body: "page" };
  const unchanged = { status: 304, headers: { etag: '"v1"' } };
  const everyMinute = { schedule: { every: "1m", startAt: isoAt(0) } };
  const conditionsOf = (sent: readonly Sent[]) =>
    sent.map(({ headers }) => [
      headers.get("if-none-match"),
      headers.get("if-modified-since"),
    ]);

  it("is asked for by its ETag and answered with 304: a success with the content that was known", async () => {
    const { world, sent } = await watch({ site: answering(tagged, unchanged) });
    const id = await addTarget(world, everyMinute);
    await world.runUntil(start + 3 * minute);
    expect(conditionsOf(sent)).toEqual([
      [null, null],
      ['"v1"', null],
      ['"v1"', null],
    ]);
    const [first, second, third] = await runsOf(world, id);
    expect(first).toMatchObject({
      status: 200,
      outcome: "ok",
      notModified: false,
      bytes: 4,
    });
    const known = { contentHash: first?.contentHash, contentType: "text/html" };
    expect(known.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toMatchObject({
      status: 304,
      outcome: "ok",
      notModified: true,
      bytes: 0,
      ...known,
    });
    expect(third).toMatchObject(known);
  });

  it("is asked for by its date when it has no ETag, and by what it last offered", async () => {
    const dated = { headers: { "last-modified": "Mon, 02 Mar 2026 00:00:00 GMT" } };
    const { world, sent } = await watch({ site: answering(dated, tagged, {}) });
    await addTarget(world, everyMinute);
    await world.runUntil(start + 4 * minute);
    expect(conditionsOf(sent)).toEqual([
      [null, null],
      [null, "Mon, 02 Mar 2026 00:00:00 GMT"],
      ['"v1"', null],
      [null, null],
    ]);
  });

  it.each([
    [{ url: "https://site.example.com/other" }, null],
    [{ request: { headers: { accept: "text/plain" } } }, null],
    [{ name: "Renamed", tags: ["a"] }, '"v1"'],
  ])("is asked for after a change of %j with the tag %s", async (patch, tag) => {
    const { world, sent } = await watch({ site: answering(tagged, tagged, tagged) });
    const id = await addTarget(world, everyMinute);
    await world.runUntil(start + minute);
    expect((await world.call("PATCH", `/api/targets/${id}`, patch)).status).toBe(200);
    await world.runUntil(start + 2 * minute);
    expect(conditionsOf(sent).slice(1)[0]).toEqual([tag, null]);
    expect(sent).toHaveLength(2);
  });
});

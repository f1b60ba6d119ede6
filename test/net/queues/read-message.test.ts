// Tests how messages of queues are read: what they ask for, or which field is wrong.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMessage } from "#net/queues/read-message.ts";

describe("a message of a queue", () => {
  it.each([
    [{ shards: [1, 7] }, { subject: "rounds", body: { shards: [1, 7] } }],
    [{ crawl: 3 }, { subject: "crawls", body: { crawl: 3 } }],
    // A newer version may say more.
    [
      { crawl: 3, slices: 2 },
      { subject: "crawls", body: { crawl: 3 } },
    ],
  ])("%j is read", (body, read) => {
    expect(readMessage(body)).toEqual(read);
  });

  it.each([
    [{ shards: [1, "2"] }, "shards.1"],
    [{ shards: [] }, "shards"],
    [{ shards: 1 }, "shards"],
    [{ shards: [0] }, "shards.0"],
    [{ shards: [1.5] }, "shards.0"],
    [{ crawl: "3" }, "crawl"],
    [{ crawl: null }, "crawl"],
    [{ hello: 1 }, "body"],
    [[1], "body"],
    ["shards", "body"],
    [null, "body"],
    [undefined, "body"],
  ])("%j is refused by the name of its field", (body, field) => {
    expect(readMessage(body)).toMatchObject({ subject: "other", field });
  });

  it("of any other kind is refused with a sentence, and never throws", () => {
    fc.assert(
      fc.property(fc.anything({ withMap: true, withDate: true }), (body) => {
        const read = readMessage(body);
        if (read.subject === "other") expect(read.problem).toMatch(/\w/);
        else expect(Object.keys(read.body)).toHaveLength(1);
      }),
    );
  });
});

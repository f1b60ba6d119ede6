// Tests how the benchmark reads the load that it is asked for.
import { describe, expect, it } from "vitest";
import { ways } from "#bench/scale/load.ts";
import { readLoad } from "#bench/scale/read-load.ts";
import { createRoundsCount } from "#bench/scale/rounds-count.ts";

const usual = { targets: "10000", minutes: "10", latency: "200", spread: "1", way: ways };

describe("the load of the benchmark", () => {
  it("is read from the options", () => {
    expect(readLoad({ ...usual, minutes: "3", way: ["tick"] })).toEqual({
      load: { targets: 10_000, minutes: 3, latencyMs: 200, spreadS: 1 },
      ways: ["tick"],
    });
  });

  it.each([
    [{ targets: "0" }, /--targets: "0" is no whole number/],
    [{ minutes: "1.5" }, /--minutes: "1.5" is no whole number/],
    [{ latency: "" }, /--latency: "" is no whole number/],
    [{ spread: "-1" }, /--spread: "-1" is no whole number/],
    [{ way: ["beside", "both"] }, /no way called "both": beside, single, tick/],
  ])("%j is refused with what is wrong", (given, why) => {
    expect(readLoad({ ...usual, ...given })).toEqual({
      refuse: expect.stringMatching(why),
    });
  });
});

it("counts rounds by their lines in the log, and those without a record", () => {
  const count = createRoundsCount();
  count.hear('{"event":"round","shard":1,"ran":40}');
  count.forget();
  count.hear('{"event":"round","shard":1,"ran":40}');
  count.hear('{"event":"round","shard":2,"problem":"the lease was lost"}');
  count.hear('{"event":"round-not-planned","shard":3}');
  expect(count.counts()).toEqual({ rounds: 2, lost: 1 });
});

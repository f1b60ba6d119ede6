import { describe, expect, it } from "vitest";
import { type ContentWatch, latestOf } from "#domain/changes/content-watch.ts";
import {
  afterJudging,
  lookedInVain,
  type Sight,
  takeSight,
} from "#domain/changes/take-sight.ts";
import { type ChangeRule, usualChanges } from "#domain/targets/change-rule.ts";

const startAt = Date.parse("2026-03-01T00:00:00Z");
const second = 1_000;

/** A run that begins so many seconds after the start, and takes half a second. */
const sightOf = (hash: string, seconds: number, revision = 1): Sight => ({
  revision,
  hash,
  at: startAt + seconds * second,
  endedAt: startAt + seconds * second + 500,
  references: {},
});

type Sequence = {
  rule?: Partial<ChangeRule>;
  /** Contents by letters, each with the second of its run: "A0 B60 B110". */
  runs: string;
  /** Contents that differ by little from those that they are compared with. */
  minor?: string;
};

/** Lets a watch see runs; tells each turn as "B60<A", and where a look is asked for. */
function see({ rule, runs, minor = "" }: Sequence) {
  const whole = { ...usualChanges, ...rule };
  let watch: ContentWatch | undefined;
  const turns: string[] = [];
  const looks: string[] = [];
  const kept: string[] = [];
  for (const run of runs.split(" ")) {
    const [, hash = "", seconds, revision] = /^(\w)(-?\d+)(?:r(\d))?$/.exec(run) ?? [];
    const sight = sightOf(hash, Number(seconds), Number(revision ?? 1));
    const taken = takeSight(whole, watch, sight);
    watch = taken.watch;
    if (taken.isNew) kept.push(run);
    if (watch.lookAt !== null) looks.push(`${run}:${(watch.lookAt - startAt) / second}`);
    if (taken.turn === null) continue;
    const counts = !minor.includes(hash);
    watch = afterJudging(watch, taken.turn, counts);
    const { kind, at, from } = taken.turn;
    const told = kind === "candidate" ? (counts ? "changed" : "minor") : kind;
    turns.push(`${told} ${hash}${(at - startAt) / second}${from ? `<${from}` : ""}`);
  }
  return { turns, looks, kept, watch: watch as ContentWatch };
}

describe("the turns of contents", () => {
  it.each<[string, Sequence, string[]]>([
    ["the first content", { runs: "A0" }, ["first A0"]],
    [
      "a content that is there 45 s later",
      { runs: "A0 B60 B106" },
      ["first A0", "changed B60<A"],
    ],
    ["a content that is gone 45 s later", { runs: "A0 B60 A106 A160" }, ["first A0"]],
    [
      "runs before the look leave it open, whoever asked for them",
      { runs: "A0 B60 B70 B80 B106" },
      ["first A0", "changed B60<A"],
    ],
    [
      "a slot confirms when the look failed",
      { runs: "A0 B60 B360" },
      ["first A0", "changed B60<A"],
    ],
    [
      "a rule without a second look",
      { rule: { confirmMs: null }, runs: "A0 B60 A120 C180" },
      ["first A0", "changed B60<A", "reverted A120<B", "changed C180<A"],
    ],
    [
      "contents that take turns are told of once each",
      { runs: "A0 B60 B106 A160 A206 B260 B306 A360 A406" },
      [
        "first A0",
        "changed B60<A",
        "reverted A160<B",
        "reverted B260<A",
        "reverted A360<B",
      ],
    ],
    [
      "a content that is not among the last so many is told of again",
      { rule: { compare: 2, confirmMs: null }, runs: "A0 B1 C2 A3 C4" },
      ["first A0", "changed B1<A", "changed C2<B", "changed A3<C", "reverted C4<A"],
    ],
    [
      "small steps are compared with the last content that counted",
      { rule: { confirmMs: null }, minor: "BC", runs: "A0 B1 C2 D3" },
      ["first A0", "minor B1<A", "minor C2<A", "changed D3<A"],
    ],
    [
      "a content that hardly differed comes back with what it was compared with",
      { rule: { confirmMs: null }, minor: "B", runs: "A0 B1 C2 B3 D4" },
      ["first A0", "minor B1<A", "changed C2<A", "reverted B3<C", "changed D4<A"],
    ],
    [
      "a third content takes the place of the one that was waited for",
      { runs: "A0 B60 C106 C152" },
      ["first A0", "changed C106<A"],
    ],
    [
      "other steps begin anew, whatever was waited for",
      { runs: "A0 B60 B106r2 C120r2 C166r2" },
      ["first A0", "first B106", "changed C120<B"],
    ],
    [
      "a run with the steps of before is told too late",
      { runs: "A0r2 B60r1 B106r1 A160r2" },
      ["first A0"],
    ],
    [
      "a run outside rounds that is told late changes nothing",
      { runs: "A0 A60 B30 A120 B90 B40" },
      ["first A0"],
    ],
    [
      "a run that is told twice changes nothing",
      { runs: "A0 B60 B60 B106 B106" },
      ["first A0", "changed B60<A"],
    ],
    [
      "a late run does not confirm",
      { runs: "A0 B60 C106 B80 C152" },
      ["first A0", "changed C106<A"],
    ],
    [
      "a clock that went back begins to wait anew",
      { runs: "A9000 B9060 B60 B90 B106" },
      ["first A9000", "changed B60<A"],
    ],
  ])("%s", (_, sequence, turns) => {
    expect(see(sequence).turns).toEqual(turns);
  });
});

describe("looks before the next slot", () => {
  it("one is asked for 45 s after the run that saw another content ended", () => {
    expect(see({ runs: "A0 B60 B70 B106" }).looks).toEqual(["B60:105.5", "B70:105.5"]);
  });

  it("none is asked for when the content came back", () => {
    expect(see({ runs: "A0 B60 A70" }).looks).toEqual(["B60:105.5"]);
  });

  const restless = "A0 B60 C106 D152 E198 F498 G798";

  it("three contents that do not settle are the last that are looked for", () => {
    const { looks, watch } = see({ runs: restless });
    expect(looks).toEqual(["B60:105.5", "C106:151.5", "D152:197.5"]);
    expect(watch.unsettled).toBe(3);
  });

  it("contents that do not settle are kept no more; the one that does is", () => {
    const { kept, turns } = see({ runs: `${restless} G1098` });
    expect(kept).toEqual(["A0", "B60", "C106", "D152", "G1098"]);
    expect(turns).toEqual(["first A0", "changed G798<A"]);
  });

  it("looks are asked for again once a content settled", () => {
    const { looks } = see({ runs: `${restless} G1098 H1398` });
    expect(looks.at(-1)).toBe("H1398:1443.5");
  });

  it("a look in vain leaves it to the next slot to confirm", () => {
    const { watch } = see({ runs: "A0 B60" });
    const after = lookedInVain(watch);
    expect(after).toEqual({ ...watch, lookAt: null });
    expect(takeSight(usualChanges, after, sightOf("B", 360)).turn?.to).toBe("B");
  });
});

describe("what is kept", () => {
  it("is each content when it is seen first", () => {
    const { kept } = see({ runs: "A0 A30 B60 B70 B106 C160 B206 B260" });
    expect(kept).toEqual(["A0", "B60", "C160"]);
  });

  it("is a content that comes back too: it may have been deleted", () => {
    const { kept } = see({ runs: "A0 B60 B106 A160 A206" });
    expect(kept).toEqual(["A0", "B60", "A160", "A206"]);
  });

  it("is what a late run alone has seen", () => {
    expect(see({ runs: "A0 B60 C30 A20" }).kept).toEqual(["A0", "B60", "C30"]);
  });

  it("is a content that settles at once", () => {
    const { kept } = see({ rule: { confirmMs: null }, runs: "A0 B60 B70" });
    expect(kept).toEqual(["A0", "B60"]);
  });
});

describe("learning what differs by itself", () => {
  const rule = { learn: true };

  it("takes a second look a minute after the first one", () => {
    expect(see({ rule, runs: "A0" }).looks).toEqual(["A0:60.5"]);
  });

  it.each<[string, string, string[]]>([
    [
      "what differs then is learned",
      "A0 B61 C120 C166",
      ["learned B61<A", "changed C120<B"],
    ],
    ["what differs before is learned too", "A0 B30 B61", ["learned B30<A"]],
    ["nothing is learned where nothing differs", "A0 A61 B120 B166", ["changed B120<A"]],
    ["a look before the minute has passed ends nothing", "A0 A30 B61", ["learned B61<A"]],
    ["what differs much later is a change", "A0 B361 B407", ["changed B361<A"]],
    ["other steps learn anew", "A0 A61 B70r2 C131r2", ["first B70", "learned C131<B"]],
    ["other steps end what was learned of", "A0 B30r2 B91r2 A95r2", ["first B30"]],
  ])("%s", (_, runs, turns) => {
    expect(see({ rule, runs }).turns).toEqual(["first A0", ...turns]);
  });

  it("a look in vain ends it", () => {
    const { watch } = see({ rule, runs: "A0" });
    const { turn } = takeSight(
      { ...usualChanges, learn: true },
      lookedInVain(watch),
      sightOf("B", 70),
    );
    expect(turn).toBeNull();
  });
});

it("a turn bears the numbers of before its content was seen", () => {
  const first = takeSight(usualChanges, undefined, sightOf("A", 0)).watch;
  const seen = { ...sightOf("B", 60), references: { price: 8 } };
  const pending = takeSight(usualChanges, first, seen).watch;
  const again = { ...sightOf("B", 106), references: { price: 5 } };
  const { turn } = takeSight(usualChanges, pending, again);
  expect(turn?.references).toEqual({ price: 8 });
});

it("a rule that remembers fewer contents forgets them at once", () => {
  const rule = { confirmMs: null };
  const { watch } = see({ rule, runs: "A0 B1 C2" });
  const fewer: ChangeRule = { ...usualChanges, ...rule, compare: 1 };
  const { watch: after, turn } = takeSight(fewer, watch, sightOf("B", 3));
  expect(turn?.kind).toBe("candidate");
  expect(after.recent).toHaveLength(1);
  expect(latestOf(after)).toBe("B");
});

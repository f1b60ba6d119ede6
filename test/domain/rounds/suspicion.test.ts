// Tests how targets are found that end the invocation which reads them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRecord, planRound, type Suspicion } from "#domain/rounds/suspicion.ts";

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

const shardOf = (due: readonly number[]) => ({
  lost: 0,
  suspicion: null,
  isAlone: true,
  due,
  retried: [],
  leftAlone: [],
});

/**
 * Serves a shard again and again, each time alone, until all that is due was served or
 * set aside. A round is lost when it serves one of the poisonous.
 */
function serve(count: number, poisonous: readonly number[]) {
  const open = new Set(ids(count));
  const found: number[] = [];
  let suspicion: Suspicion | null = null;
  let lost = 0;
  let losses = 0;
  for (let round = 0; open.size > 0 && round < 1_000; round++) {
    const plan = planRound({ ...shardOf([...open]), lost, suspicion, leftAlone: found });
    if (plan.found !== null) {
      found.push(plan.found);
      open.delete(plan.found);
    }
    const served = [...open].filter((id) => plan.served?.has(id) ?? true);
    const isLost = served.some((id) => poisonous.includes(id));
    suspicion = isLost ? plan.suspicion : afterRecord(plan, new Set(served));
    lost = isLost ? lost + 1 : 0;
    losses += isLost ? 1 : 0;
    if (!isLost) for (const id of served) open.delete(id);
  }
  return { found, losses, open: open.size };
}

describe("targets of a shard whose rounds are lost", () => {
  it("are found by halves: one of 40 with two losses by chance and five in trials", () => {
    for (const id of [1, 13, 40]) {
      const { found, losses, open } = serve(40, [id]);
      expect({ found, open }).toEqual({ found: [id], open: 0 });
      // 40 twice; 20, 10, 5, 2 and 1.
      expect(losses).toBeLessThanOrEqual(2 + 5);
    }
  });

  it("are found exactly, whichever and however many there are", () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 40 })
          .chain((count) =>
            fc.tuple(
              fc.constant(count),
              fc.uniqueArray(fc.integer({ min: 1, max: count }), { maxLength: 6 }),
            ),
          ),
        ([count, poisonous]) => {
          const { found, open } = serve(count, poisonous);
          expect(found.toSorted((a, b) => a - b)).toEqual(
            poisonous.toSorted((a, b) => a - b),
          );
          expect(open).toBe(0);
        },
      ),
    );
  });

  it("are all served after two losses in company, as after a kill", () => {
    const plan = planRound({ ...shardOf(ids(3)), lost: 2, isAlone: false });
    expect(plan).toEqual({ served: null, found: null, suspicion: null });
  });
});

describe("a target that was set aside", () => {
  it("is tried again alone, after the others were served", () => {
    const shard = { ...shardOf(ids(3)), retried: [2] };
    const first = planRound({ ...shard, isAlone: false });
    expect(first.served).toEqual(new Set([1, 3]));
    const suspicion = afterRecord(first, new Set([1, 3]));
    const second = planRound({ ...shard, due: [2], suspicion });
    expect(second).toMatchObject({
      served: new Set([2]),
      suspicion: { serving: "left" },
    });
    expect(afterRecord(second, new Set([2]))).toBeNull();
    const { found } = planRound({ ...shard, suspicion: second.suspicion, lost: 1 });
    expect(found).toBe(2);
  });
});

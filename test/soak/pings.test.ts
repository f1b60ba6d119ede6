// Tests how the soak of pings holds what jobs told against the ledger.
import { describe, expect, it } from "vitest";
import { accountForPings } from "#soak/pings/account.ts";

describe("the account of pings", () => {
  it("finds nothing where each run that was answered is in the ledger once", () => {
    const told = [
      { id: 1, isAnswered: true },
      { id: 2, isAnswered: true },
      { id: 3, isAnswered: false },
    ];
    expect(accountForPings(told, [{ id: 2 }, { id: 1 }])).toEqual({
      told: 3,
      answered: 2,
      inLedger: 2,
      lost: [],
      doubled: [],
      unexplained: [],
      unnamed: 0,
    });
  });

  it("takes a run that was not answered in the ledger for no fault", () => {
    const told = [{ id: 1, isAnswered: false }];
    expect(accountForPings(told, [{ id: 1 }])).toMatchObject({
      lost: [],
      unexplained: [],
    });
  });

  it("finds runs that are lost, doubled, unexplained and without a number", () => {
    const told = [
      { id: 1, isAnswered: true },
      { id: 2, isAnswered: true },
    ];
    const ledger = [{ id: 2 }, { id: 2 }, { id: 9 }, { id: null }];
    expect(accountForPings(told, ledger)).toMatchObject({
      lost: [1],
      doubled: [2],
      unexplained: [9],
      unnamed: 1,
    });
  });
});

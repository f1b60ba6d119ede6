import { describe, expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";

describe("an allowance", () => {
  it("shrinks by what is spent", () => {
    const allowance = createAllowance(5);
    allowance.spend();
    allowance.spend(2);
    expect([allowance.left(), allowance.spent()]).toEqual([2, 3]);
  });

  it("has less left for others when parts of it are handed out", () => {
    const whole = createAllowance(10);
    const crawls = createAllowance(6, whole);
    const rounds = createAllowance(8, whole);
    rounds.spend(7);
    expect([whole.left(), rounds.left(), crawls.left()]).toEqual([3, 1, 3]);
    crawls.spend(2);
    expect([whole.left(), rounds.left(), crawls.left()]).toEqual([1, 1, 1]);
    expect([whole.spent(), rounds.spent(), crawls.spent()]).toEqual([9, 7, 2]);
  });

  it("gives no more than its own share, however much the whole has", () => {
    const share = createAllowance(2, createAllowance(100));
    share.spend(2);
    expect(share.left()).toBe(0);
  });

  it("is overdrawn when somebody spends without asking first", () => {
    const whole = createAllowance(1);
    createAllowance(5, whole).spend(3);
    expect(whole.left()).toBe(-2);
  });
});

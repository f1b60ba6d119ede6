// Counts how much of something an invocation may still use. The parts of an invocation
// share it: what one part spends is missing for the others.

export type Allowance = {
  left(): number;
  spend(amount?: number): void;
  spent(): number;
};

/** Allows at most `most`, and no more than what is left of `whole` if that is given. */
export function createAllowance(most: number, whole?: Allowance): Allowance {
  let spent = 0;
  return {
    left: () => Math.min(most - spent, whole?.left() ?? Number.POSITIVE_INFINITY),
    spend(amount = 1) {
      spent += amount;
      whole?.spend(amount);
    },
    spent: () => spent,
  };
}

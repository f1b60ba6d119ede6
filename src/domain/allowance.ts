// How much of something an invocation may still use. Parts of it share: what one takes,
// the others no longer have.

export type Allowance = {
  left(): number;
  spend(amount?: number): void;
  spent(): number;
};

/** At most `most`, and at most what is left of `whole` if that is given. */
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

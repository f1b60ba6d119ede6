// Shares out what an invocation may still use, where its parts know that they will need
// some of it later.

export type Reserve = {
  /** How much is neither used nor kept back. */
  left(): number;
  /**
   * Keeps an amount back from everybody else. The returned function ends that; calling it
   * again changes nothing.
   */
  keep(amount: number): () => void;
};

/** Shares out what `available` says is there and not used yet. */
export function createReserve(available: () => number): Reserve {
  let kept = 0;
  return {
    left: () => available() - kept,
    keep(amount) {
      kept += amount;
      let held = amount;
      return () => {
        kept -= held;
        held = 0;
      };
    },
  };
}

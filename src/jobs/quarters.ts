// Lets work run alone in its invocation that may end it: then it ends nothing else, and
// nothing else is blamed for it.

export type Quarters = {
  /** Waits until no work needs to be alone. Gives the function that ends the stay. */
  share(): Promise<() => void>;
  /** Waits until all other work has ended, and keeps more from beginning. */
  takeAlone(): Promise<() => void>;
};

export function createQuarters(): Quarters {
  /** Resolves when those have left who came so far. */
  let everybody: Promise<unknown> = Promise.resolve();
  /** Resolves when the last one has left who is, or will be, alone. */
  let loner: Promise<unknown> = Promise.resolve();

  return {
    async share() {
      const before = loner;
      const { promise, resolve } = Promise.withResolvers<void>();
      everybody = Promise.all([everybody, promise]);
      await before;
      return resolve;
    },
    async takeAlone() {
      const before = everybody;
      const { promise, resolve } = Promise.withResolvers<void>();
      everybody = Promise.all([everybody, promise]);
      loner = promise;
      await before;
      return resolve;
    },
  };
}

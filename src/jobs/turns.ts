// Has tasks run one at a time, in the order in which they came.

export type Turns = { run<T>(task: () => Promise<T>): Promise<T> };

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const turn = last.then(task);
      last = turn.catch(() => {});
      return turn;
    },
  };
}

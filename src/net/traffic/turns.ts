// Has those who want to ask a host at the same instant do so in a fair order.
import type { Clock } from "#domain/time/clock.ts";

export type Turns = {
  /**
   * Waits for all who want to ask the host at this instant. Then resolves for each in
   * turn, first for the one that was served the longest ago (epoch ms).
   */
  wait(host: string, servedAt: number): Promise<void>;
};

type Asker = { servedAt: number; go: () => void };

export function createTurns(clock: Clock): Turns {
  const askers = new Map<string, Asker[]>();

  function letGo(host: string): void {
    const all = askers.get(host) ?? [];
    askers.delete(host);
    for (const { go } of all.toSorted((a, b) => a.servedAt - b.servedAt)) go();
  }

  return {
    wait(host, servedAt) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const others = askers.get(host);
      if (others) others.push({ servedAt, go: resolve });
      else {
        askers.set(host, [{ servedAt, go: resolve }]);
        // Timers of the same instant that were set before go off before this one.
        clock.after(0, () => letGo(host));
      }
      return promise;
    },
  };
}

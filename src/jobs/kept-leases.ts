// Keeps leases while what they are for goes on: those of one invocation are prolonged
// together, shortly before the first of them runs out.
import type { Clock } from "#domain/time/clock.ts";
import { tryAgain } from "./try-again.ts";

/** The lease of something that `id` names, up to `until` (epoch ms). */
export type LeaseTerm<Id> = { id: Id; token: string; until: number };

export type KeptLease = {
  /** When the lease runs out as things stand; 0 when another invocation has it. */
  until(): number;
  /** Prolongs it now, once for all who ask meanwhile. Resolves when that was tried. */
  prolong(): Promise<void>;
  /** Ends the prolonging. Saying it again changes nothing. */
  end(): void;
};

export type LeaseKeeper<Id> = {
  /** Keeps a lease that was just taken, until `most` (epoch ms) at the latest. */
  keep(term: LeaseTerm<Id>, most: number): KeptLease;
};

type KeeperOptions<Id> = {
  clock: Clock;
  /** How long a lease lasts once it is prolonged, ms. */
  lengthMs: number;
  /** How long before a lease runs out it is prolonged, ms. */
  spareMs: number;
  /** Prolongs those leases that are still the caller's, and gives their ids. */
  prolong(terms: readonly LeaseTerm<Id>[]): Promise<Id[]>;
};

type Entry<Id> = { term: LeaseTerm<Id>; most: number };

export function createLeaseKeeper<Id>(options: KeeperOptions<Id>): LeaseKeeper<Id> {
  const { clock, spareMs } = options;
  /** The leases that can be prolonged. */
  const entries = new Set<Entry<Id>>();
  let isProlonging = false;
  let callOff: () => void = () => {};

  function plan(): void {
    callOff();
    if (entries.size === 0 || isProlonging) return;
    const at = firstEnd(entries) - spareMs;
    callOff = clock.after(Math.max(0, at - clock.now()), () => void prolongAll());
  }

  async function prolongAll(): Promise<void> {
    isProlonging = true;
    await renew(options, entries, [...entries]);
    isProlonging = false;
    plan();
  }

  return {
    keep(term, most) {
      const entry = { term, most };
      let renewal: Promise<void> | null = null;
      entries.add(entry);
      plan();
      return {
        until: () => entry.term.until,
        async prolong() {
          renewal ??= renew(options, entries, [entry]).finally(() => {
            renewal = null;
            plan();
          });
          await renewal;
        },
        end: () => {
          entries.delete(entry);
          plan();
        },
      };
    },
  };
}

/** Prolongs a lease with less left than `leastMs`; gives whether it has more now. */
export async function ensureLease(
  clock: Clock,
  lease: KeptLease,
  leastMs: number,
): Promise<boolean> {
  const isEnough = () => clock.now() < lease.until() - leastMs;
  if (!isEnough()) await lease.prolong();
  return isEnough();
}

/** Prolongs leases. Those that cannot be prolonged any more leave the entries. */
async function renew<Id>(
  { clock, lengthMs, prolong }: KeeperOptions<Id>,
  entries: Set<Entry<Id>>,
  wanted: readonly Entry<Id>[],
): Promise<void> {
  const until = clock.now() + lengthMs;
  const terms = wanted.map(({ term, most }) => ({
    ...term,
    until: Math.min(most, until),
  }));
  try {
    const ids = await tryAgain(clock, firstEnd(wanted), () => prolong(terms));
    const held = new Set(ids);
    for (const [i, entry] of wanted.entries()) {
      const { id } = entry.term;
      entry.term = held.has(id)
        ? (terms[i] as LeaseTerm<Id>)
        : { ...entry.term, until: 0 };
      if (entry.term.until === 0 || entry.term.until === entry.most)
        entries.delete(entry);
    }
  } catch {
    // Leases that cannot be prolonged run out.
    for (const entry of wanted) entries.delete(entry);
  }
}

const firstEnd = (entries: Iterable<Entry<unknown>>): number =>
  Math.min(...[...entries].map(({ term }) => term.until));

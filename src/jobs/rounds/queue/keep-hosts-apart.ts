// Keeps requests to one host apart that rounds in several invocations make.
import type { Deps } from "#deps";
import type { Traffic } from "#net/traffic/traffic.ts";
import type { ClaimedShard } from "#store/rounds/claim-shards.ts";

type Settings = Pick<Deps, "clock" | "sendRounds" | "settings">;

/** Whether other invocations may make rounds at the same time. */
export const isBesideOthers = ({ sendRounds, settings }: Settings): boolean =>
  sendRounds !== null && settings.hostGapMs > 0;

/** The traffic of one round, which says when it has ended. */
type RoundTraffic = Traffic & { leave: () => void };

/**
 * The traffic of a shard that was just claimed. It asks the hosts that other shards ask too
 * at its own places, and all others a gap after its last round. A round before may have
 * used a moment that has begun: those that begin from now on are used.
 */
export function keepHostsApart(
  deps: Settings,
  traffic: Traffic,
  { places, targets, state }: Pick<ClaimedShard, "places" | "targets" | "state">,
): RoundTraffic {
  if (!isBesideOthers(deps)) return { ...traffic, leave: () => {} };
  const now = deps.clock.now();
  for (const { id, host } of targets) {
    const { freeAt } = state[id] ?? {};
    if (freeAt !== undefined) traffic.asked(host, Math.min(freeAt, now));
  }
  const shared = places.filter(({ of }) => of > 1);
  const lanes = new Map(
    shared.map(({ host, place, of, waits }) => {
      const from = waits ? Number.POSITIVE_INFINITY : now;
      return [host, traffic.openLane(host, { place, of, from })];
    }),
  );
  const nameOf = (host: string) => lanes.get(host)?.name ?? host;
  return {
    ...traffic,
    run: (host, ...rest) => traffic.run(nameOf(host), ...rest),
    turn: (host, servedAt) => traffic.turn(nameOf(host), servedAt),
    heldUntil: (host) => traffic.heldUntil(nameOf(host)),
    laneOpensAt: (host) => traffic.laneOpensAt(nameOf(host)),
    leave() {
      for (const lane of lanes.values()) lane.close();
    },
  };
}

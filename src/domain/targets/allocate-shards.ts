// Chooses the shards of new targets.
import { shardSize } from "#domain/budget.ts";

export type Room = { id: number; size: number };

/** What is known of the shards before targets are added. */
export type Rooms = {
  /** The shard of each host's newest target, by host. */
  ofHosts: ReadonlyMap<string, Room>;
  /** The fullest shards with room, at least one for each new target if there are so many. */
  withRoom: readonly Room[];
  /** The highest id of a shard. */
  lastId: number;
};

export type Allocation = {
  /** The shard of each new target, in their order. */
  shardIds: number[];
  /** Which of them are not there yet. */
  newIds: number[];
};

/**
 * Chooses for each new target, by its host, the shard of its host's newest target if that
 * has room, else the fullest shard with room, else a new one.
 */
export function allocateShards(hosts: readonly string[], rooms: Rooms): Allocation {
  const sizes = new Map(
    [...rooms.withRoom, ...rooms.ofHosts.values()].map(({ id, size }) => [id, size]),
  );
  const newest = new Map([...rooms.ofHosts].map(([host, { id }]) => [host, id]));
  const newIds: number[] = [];
  const sizeOf = (id: number) => sizes.get(id) ?? shardSize;
  const openShard = (): number => {
    const id = rooms.lastId + newIds.length + 1;
    newIds.push(id);
    return id;
  };
  const shardFor = (host: string): number => {
    const own = newest.get(host);
    if (own !== undefined && sizeOf(own) < shardSize) return own;
    return fullestWithRoom(sizes) ?? openShard();
  };
  const shardIds = hosts.map((host) => {
    const id = shardFor(host);
    sizes.set(id, (sizes.get(id) ?? 0) + 1);
    newest.set(host, id);
    return id;
  });
  return { shardIds, newIds };
}

function fullestWithRoom(sizes: ReadonlyMap<number, number>): number | null {
  let fullest: Room | null = null;
  for (const [id, size] of sizes) {
    if (size < shardSize && size > (fullest?.size ?? -1)) fullest = { id, size };
  }
  return fullest?.id ?? null;
}

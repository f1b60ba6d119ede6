// Asks the runtime's inspector how much memory a Worker holds, garbage that is not yet
// collected included. The size of the process says little, since the process grows until
// the runtime gives memory back.
import { openInspector } from "./inspector.ts";

export type Heap = {
  /** Bytes. */
  used(): Promise<number>;
  close(): void;
};

/** Connects to the inspector at a port. */
export async function openHeap(port: number, worker: string): Promise<Heap> {
  const { call, close } = await openInspector(port, worker);
  return {
    async used() {
      const usage = await call<{ usedSize: number; backingStorageSize?: number }>(
        "Runtime.getHeapUsage",
      );
      return usage.usedSize + (usage.backingStorageSize ?? 0);
    },
    close,
  };
}

// Asks the runtime's inspector how much memory a Worker holds, garbage that is not yet
// collected included. The size of the process says little, since the process grows until
// the runtime gives memory back.
import { openInspector } from "./inspector.ts";

/**
 * Bytes of JavaScript objects, and bytes of buffers beside them. Both count against the
 * memory of a Worker.
 */
export type HeapUsage = { objects: number; buffers: number };

export type Heap = { usage(): Promise<HeapUsage>; close(): void };

/** Connects to the inspector at a port. */
export async function openHeap(port: number, worker: string): Promise<Heap> {
  const { call, close } = await openInspector(port, worker);
  return {
    async usage() {
      const usage = await call<{ usedSize: number; backingStorageSize?: number }>(
        "Runtime.getHeapUsage",
      );
      return { objects: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
    },
    close,
  };
}

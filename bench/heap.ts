// Asks the runtime's inspector (Chrome DevTools Protocol) how much memory a Worker holds,
// garbage that is not yet collected included. The size of the process says little, since
// the process grows until the runtime gives memory back.

export type Heap = {
  /** Bytes. */
  used(): Promise<number>;
  close(): void;
};

/** Connects to the inspector at a port. */
export async function openHeap(port: number, worker: string): Promise<Heap> {
  const listed = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    title: string;
    webSocketDebuggerUrl: string;
  }[];
  const found = listed.find(({ title }) => title.includes(`user:${worker}`));
  if (found === undefined) throw new Error(`the inspector knows no Worker ${worker}`);
  const socket = new WebSocket(found.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
  });
  let calls = 0;
  const call = <T>(method: string): Promise<T> =>
    new Promise((resolve) => {
      calls += 1;
      waiting.set(calls, resolve as (result: unknown) => void);
      socket.send(JSON.stringify({ id: calls, method }));
    });
  return {
    async used() {
      const usage = await call<{ usedSize: number; backingStorageSize?: number }>(
        "Runtime.getHeapUsage",
      );
      return usage.usedSize + (usage.backingStorageSize ?? 0);
    },
    close: () => socket.close(),
  };
}

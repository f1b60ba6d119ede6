// Speaks to the runtime's inspector (Chrome DevTools Protocol) about one Worker.

export type Inspector = {
  call<T>(method: string, params?: object): Promise<T>;
  close(): void;
};

/** Connects to the inspector at a port. */
export async function openInspector(port: number, worker: string): Promise<Inspector> {
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
  return {
    call: <T>(method: string, params: object = {}) =>
      new Promise<T>((resolve) => {
        calls += 1;
        waiting.set(calls, resolve as (result: unknown) => void);
        socket.send(JSON.stringify({ id: calls, method, params }));
      }),
    close: () => socket.close(),
  };
}

// Serves the Worker on a port without anything in front of it, with its database in a
// folder, and ticks each minute: `node soak/pings/serve.ts <port> <folder> [new]`. Says
// "ready" when pings may come: while Miniflare starts it reads nothing of the runtime's
// log, and a runtime that cannot log stands still.
import { startRuntime } from "#bench/runtime.ts";
import { freePort } from "#test/fixtures/net/port.ts";

const [port, folder = "", isNew] = process.argv.slice(2);
const minuteMs = 60_000;

const runtime = await startRuntime({
  direct: { junkai: Number(port), bench: await freePort() },
  state: { folder, isNew: isNew === "new" },
  vars: { API_TOKEN: "dev", AFTER_ANSWER_SECONDS: "90" },
});

/**
 * A tick goes on into the next minute where it has much to do. Miniflare's own way to have
 * a Worker tick reads nothing of the log meanwhile.
 */
const tick = () =>
  void runtime
    .perform({ do: "metered-tick" })
    .catch((error) => console.error(String(error)));

console.log("ready");
tick();
const startedAt = Date.now();
setTimeout(
  () => {
    tick();
    setInterval(tick, minuteMs);
  },
  minuteMs - (startedAt % minuteMs),
);

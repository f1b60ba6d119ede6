// Asks for the address of the dead-man ping once, and tells what came of it.
import type { Deps } from "#deps";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import { type DeadMan, openDeadMan, type Ping } from "#store/notices/dead-man.ts";

/** Nobody is served sooner by a receiver that needs longer. */
const timeoutMs = 10_000;

/** Whether the receiver took it. */
export const isTaken = ({ status }: Ping): boolean => status !== null && status < 400;

/** The address is a secret: of what went wrong only the class is told. */
export async function pingDeadMan(
  { clock, fetch, settings, vault }: Deps,
  deadMan: DeadMan,
): Promise<Ping> {
  const at = clock.now();
  const { text: url } = await openDeadMan(vault, deadMan);
  if (url === null) return { at, status: null, failure: "internal" };
  const { addresses: policy, userAgent } = settings;
  const { status, failure } = await fetchPage(
    { fetch, clock, policy, userAgent },
    {
      url,
      method: "GET",
      headers: {},
      secretHeaders: [],
      body: null,
      timeoutMs,
      firstByteTimeoutMs: timeoutMs,
      maxBodyBytes: 1,
      maxRedirects: 3,
      cutsBody: () => true,
    },
    null,
  );
  return { at, status, failure: failure?.class ?? null };
}

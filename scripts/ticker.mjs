// Plays the part of Cloudflare's cron trigger, which `wrangler dev` does not have: asks
// for a tick at once, then every minute on the minute. Never waits for a tick, which may
// still be running when the next is due.

const minuteMs = 60_000;

/**
 * @param {string} origin
 * @param {(problem: string) => void} onFailure
 * @returns {() => void} Stops the ticker.
 */
export function startTicker(origin, onFailure) {
  const url = `${origin}/cdn-cgi/handler/scheduled?${new URLSearchParams({ cron: "* * * * *" })}`;
  const stopped = new AbortController();
  /** @type {NodeJS.Timeout} */
  let timer;

  const tick = async () => {
    try {
      const answer = await fetch(url, { signal: stopped.signal });
      const outcome = await answer.text();
      if (!answer.ok || outcome !== "ok")
        onFailure(`${answer.status} ${outcome.split("\n")[0]}`.trim());
    } catch (error) {
      if (!stopped.signal.aborted) onFailure(reasonOf(error));
    }
  };
  /** @param {number} at */
  const tickAt = (at) => {
    timer = setTimeout(() => {
      // Timers can fire a little early by the clock: that would be the minute before.
      if (Date.now() < at) return tickAt(at);
      void tick();
      tickAt(nextMinute(Date.now()));
    }, at - Date.now());
  };

  void tick();
  tickAt(nextMinute(Date.now()));
  return () => {
    clearTimeout(timer);
    stopped.abort();
  };
}

/** @param {number} now */
const nextMinute = (now) => now - (now % minuteMs) + minuteMs;

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

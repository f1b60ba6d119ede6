// Keeps a server alive: starts it again when it has ended, and gives up when it ends
// again and again.

/** A server that served for so long did not end because of how it starts. */
const soundLifeMs = 60_000;
/** Deaths in a row after which another start would only be the same again. */
const mostDeaths = 5;
/** The wait before the first new start; each further one is twice as long. */
const firstWaitMs = 500;

/**
 * Serves until it has to give up. A server that never answered is not started again: it
 * would end in the same way.
 *
 * @typedef {{ why: string, answered: boolean }} Life How a life of the server ended.
 * @param {{
 *   live: () => Promise<Life>,
 *   now: () => number,
 *   wait: (ms: number) => Promise<unknown>,
 *   onDeath: (words: string) => void,
 * }} options
 * @returns {Promise<string>} Why it gave up.
 */
export async function keepAlive({ live, now, wait, onDeath }) {
  let deaths = 0;
  for (;;) {
    const startedAt = now();
    const { why, answered } = await live();
    if (deaths === 0 && !answered) return `The server did not start: ${why}.`;
    deaths = now() - startedAt < soundLifeMs ? deaths + 1 : 1;
    if (deaths === mostDeaths)
      return `The server ended ${deaths} times in a row, at last because ${why}.`;
    const waitMs = firstWaitMs * 2 ** (deaths - 1);
    onDeath(`The server ended: ${why}. It starts again in ${waitMs / 1_000} s.`);
    await wait(waitMs);
  }
}

/** How often the server is asked whether it answers: at its start, and later. */
const askEveryMs = { starting: 100, serving: 5_000 };
/**
 * How long a server may be silent. Bundling takes seconds, on a busy machine a minute; a
 * crawl of large pages keeps the runtime busy for seconds.
 */
const silenceMs = { starting: 120_000, serving: 30_000 };

/**
 * Watches whether a server answers, until `ended`. Calls `onUp` at its first answer, and
 * `onSilence` once when it is silent for too long.
 *
 * @param {{
 *   ask: (signal: AbortSignal) => Promise<unknown>,
 *   ended: AbortSignal,
 *   now: () => number,
 *   wait: (ms: number) => Promise<unknown>,
 *   onUp: () => unknown,
 *   onSilence: (words: string) => void,
 * }} options
 */
export async function watchAnswers({ ask, ended, now, wait, onUp, onSilence }) {
  /** @type {"starting" | "serving"} */
  let stage = "starting";
  for (let heardAt = now(); !ended.aborted; await wait(askEveryMs[stage])) {
    const answered = await ask(AbortSignal.timeout(askEveryMs.serving)).then(
      () => true,
      () => false,
    );
    if (ended.aborted) return;
    if (answered) {
      heardAt = now();
      if (stage === "starting") void onUp();
      stage = "serving";
    } else if (now() - heardAt >= silenceMs[stage]) {
      return onSilence(`it did not answer for ${silenceMs[stage] / 1_000} s`);
    }
  }
}

// Reads what an answer of a channel means, as far as all kinds have it in common, and what
// it means when there is none.
import { oneLine } from "#domain/cut.ts";
import { parseRetryAfter } from "#domain/time/retry-after.ts";
import type {
  ChannelAnswer,
  ChannelConfig,
  ChannelFault,
  Receipt,
} from "./channel-kind.ts";
import { hideSecrets } from "./hide-secrets.ts";

// A refusal is shown in a table; channels say why in one sentence.
const MAX_SAID_CHARS = 300;

// Too many requests, and requests that the receiver did not look at (RFC 9110, RFC 8470).
const passing = new Set([408, 425, 429]);

/** The receipt that the status tells. `said` is what the channel says of a refusal. */
export function readStatus(
  answer: ChannelAnswer,
  config: ChannelConfig,
  said: string = answer.body,
): Receipt {
  const { status } = answer;
  if (status >= 200 && status < 300) return { outcome: "sent" };
  const why = explainStatus(status, hideSecrets(said, config));
  if (status < 500 && !passing.has(status)) return { outcome: "refused", why };
  return { outcome: "retry", afterMs: retryAfterOf(answer), why };
}

const retryAfterOf = ({ headers, at }: ChannelAnswer): number | null =>
  parseRetryAfter(headers["retry-after"] ?? "", at);

function explainStatus(status: number, said: string): string {
  const line = oneLine(said, MAX_SAID_CHARS);
  return line === "" ? `It answered ${status}.` : `It answered ${status}: ${line}`;
}

/** The receipt of a channel that refuses with a status of success. */
export const refusedBy = (said: string, config: ChannelConfig): Receipt => ({
  outcome: "refused",
  why: `It refused: ${oneLine(hideSecrets(said, config), MAX_SAID_CHARS)}`,
});

/** The same receipt, to be tried again when the answer's own words say so. */
export const retryIn = (receipt: Receipt, seconds: unknown): Receipt =>
  receipt.outcome === "retry" && typeof seconds === "number" && seconds >= 0
    ? { ...receipt, afterMs: Math.ceil(Math.min(seconds, MAX_WAIT_SECONDS) * 1_000) }
    : receipt;

// As for the header Retry-After: no mistake of a server silences it for longer.
const MAX_WAIT_SECONDS = 86_400;

/** What it means when no answer came. */
export const readFault = ({ fault, why }: ChannelFault): Receipt =>
  fault === "blocked"
    ? { outcome: "refused", why }
    : { outcome: "retry", afterMs: null, why };

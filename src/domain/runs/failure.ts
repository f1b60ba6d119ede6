// Names the reasons why a run fails, each with its evidence, and explains them to people.
// Failures are values: nothing here throws. No I/O, no clock.

/** Append only: the position is stored. */
export const failureClasses = [
  "dns",
  "connect",
  "tls",
  "timeout",
  "too-large",
  "redirect",
  "protocol",
  "status",
  "assertion",
  "blocked",
  "internal",
  "exit",
  "missed",
] as const;

export type FailureClass = (typeof failureClasses)[number];

export type Failure =
  | { class: "dns"; host: string }
  | { class: "connect"; host: string; detail: string }
  | { class: "tls"; host: string; detail: string }
  | { class: "timeout"; phase: "first-byte" | "body" | "run"; limitMs: number }
  | { class: "too-large"; limitBytes: number }
  | {
      class: "redirect";
      reason: "loop" | "too-many" | "no-location" | "bad-location";
      url: string;
    }
  | { class: "protocol"; detail: string }
  | { class: "status"; status: number; expected: string }
  | {
      class: "assertion";
      /** A clause that says what was found and what was expected. */
      detail: string;
      /** The condition that does not hold; absent where none of the target's is meant. */
      condition?: string;
      actual?: string | null;
    }
  | { class: "blocked"; by: "address" | "robots" | "cancel"; url: string; detail: string }
  | { class: "internal"; detail: string }
  /** A job that runs elsewhere reported that its run failed. */
  | { class: "exit"; status: number | null }
  /** So many slots of such a job came, and nobody heard of it. */
  | { class: "missed"; slots: number };

const redirectWords = {
  loop: "redirects in a circle, back to",
  "too-many": "redirects more often than allowed, last to",
  "no-location": "redirects without saying where to, at",
  "bad-location": "redirects to something that is no URL:",
} as const;

const blockedWords = {
  address: (url: string, detail: string) => `${url} must not be fetched: ${detail}.`,
  robots: (url: string, detail: string) => `robots.txt does not allow ${url}: ${detail}.`,
  cancel: (url: string, detail: string) => `${url} was not fetched: ${detail}.`,
};

const timeoutWords = {
  "first-byte": (ms: number) => `No answer began within ${writeLimit(ms)}.`,
  body: (ms: number) => `The answer did not end within ${writeLimit(ms)}.`,
  run: (ms: number) => `The run did not report its end within ${writeRunLimit(ms)}.`,
} as const;

/** "10 s", "1500 ms". */
const writeLimit = (ms: number): string =>
  ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`;

/** "2 h", "90 min", "45 s": a job that runs elsewhere may take days. */
function writeRunLimit(ms: number): string {
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000} h`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : writeLimit(ms);
}

export const capitalised = (clause: string): string =>
  clause.charAt(0).toUpperCase() + clause.slice(1);

/** Explains a failure in one sentence. */
export function explainFailure(failure: Failure): string {
  switch (failure.class) {
    case "dns":
      return `The name ${failure.host} does not resolve.`;
    case "connect":
      return `No connection to ${failure.host}: ${failure.detail}.`;
    case "tls":
      return `No secure connection to ${failure.host}: ${failure.detail}.`;
    case "timeout":
      return timeoutWords[failure.phase](failure.limitMs);
    case "too-large":
      return `The body is larger than ${failure.limitBytes} bytes; reading stopped there.`;
    case "redirect":
      return `The page ${redirectWords[failure.reason]} ${failure.url}.`;
    case "protocol":
      return `The answer is not valid HTTP: ${failure.detail}.`;
    case "status":
      return `The status is ${failure.status}; expected ${failure.expected}.`;
    case "assertion":
      return failure.condition === undefined
        ? `An assertion does not hold: ${failure.detail}.`
        : `${capitalised(failure.detail)}.`;
    case "blocked":
      return blockedWords[failure.by](failure.url, failure.detail);
    case "internal":
      return `junkai itself failed: ${failure.detail}.`;
    case "exit":
      return failure.status === null
        ? "The job reported that its run failed."
        : `The job ended with exit status ${failure.status}.`;
    case "missed":
      return failure.slots === 1
        ? "The job did not report in time."
        : `The job did not report in time, ${failure.slots} slots in a row.`;
  }
}

/** The message of a caught value, without the stack. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/**
 * Whether the host gave no answer at all. A body that does not end is no silence: the
 * host did answer.
 */
export const isSilence = (failure: Failure): boolean =>
  failure.class === "timeout"
    ? failure.phase === "first-byte"
    : failure.class === "dns" || failure.class === "connect" || failure.class === "tls";

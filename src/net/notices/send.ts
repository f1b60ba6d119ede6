// Sends one request of a channel, and gives the answer, or why there is none. Never
// rejects. Refuses addresses that targets may not have, and follows no redirect: a
// message goes to nobody but whom the channel names.
import type {
  ChannelAnswer,
  ChannelFault,
  ChannelRequest,
} from "#domain/notices/channels/channel-kind.ts";
import type { Clock } from "#domain/time/clock.ts";
import type { AddressPolicy } from "#net/addresses/address-guard.ts";
import { type EmailBinding, sendEmail } from "./send-email.ts";
import { sendHttp } from "./send-http.ts";
import { within } from "./within.ts";

export type SendDeps = {
  fetch: typeof fetch;
  clock: Clock;
  policy: AddressPolicy;
  userAgent: string;
  /** Null where no binding is there. */
  email: EmailBinding | null;
  log: (event: Record<string, unknown>) => void;
};

// Channels answer within a second or two. A tick that waits for one has others to tell.
const SEND_TIMEOUT_MS = 10_000;

export function sendNotice(
  deps: SendDeps,
  request: ChannelRequest,
): Promise<ChannelAnswer | ChannelFault> {
  switch (request.via) {
    case "http":
      return within(deps.clock, SEND_TIMEOUT_MS, (signal) =>
        sendHttp(deps, request, signal),
      );
    case "email":
      return within(deps.clock, SEND_TIMEOUT_MS, () => sendEmail(deps, request));
    case "log":
      deps.log({ event: "notice", ...request.fields });
      return Promise.resolve(answerAt(deps.clock, 200, ""));
  }
}

const answerAt = (clock: Clock, status: number, body: string): ChannelAnswer => ({
  at: clock.now(),
  status,
  headers: {},
  body,
});

// Sends an e-mail by the platform's binding, whose refusals it reads as statuses.
// https://developers.cloudflare.com/email-service/api/send-emails/workers-api/
import {
  type ChannelAnswer,
  type ChannelFault,
  type ChannelRequest,
  missingBinding,
} from "#domain/notices/channels/channel-kind.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { Clock } from "#domain/time/clock.ts";

/** The part of the platform's binding that is used. */
export type EmailBinding = {
  send(message: {
    from: string;
    to: string[];
    subject: string;
    text: string;
  }): Promise<unknown>;
};

type EmailRequest = Extract<ChannelRequest, { via: "email" }>;

/** Codes of what may pass. All others say what is wrong with the message. */
const statusByCode: Readonly<Record<string, number>> = {
  E_RATE_LIMIT_EXCEEDED: 429,
  E_DAILY_LIMIT_EXCEEDED: 429,
  E_DELIVERY_FAILED: 503,
  E_INTERNAL_SERVER_ERROR: 500,
};

export async function sendEmail(
  { email, clock }: { email: EmailBinding | null; clock: Clock },
  { from, to, subject, text }: EmailRequest,
): Promise<ChannelAnswer | ChannelFault> {
  if (email === null) return { fault: "blocked", why: missingBinding.email };
  const answer = (status: number, body: string): ChannelAnswer => ({
    at: clock.now(),
    status,
    headers: {},
    body,
  });
  try {
    await email.send({ from, to: [...to], subject, text });
    return answer(202, "");
  } catch (error) {
    const code = codeOf(error);
    // Without a code nobody knows what happened.
    const status = code === null ? 500 : (statusByCode[code] ?? 400);
    return answer(status, [code ?? [], messageOf(error)].flat().join(": "));
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error ? String(error.code) : null;

// Describes channels as the API answers them: the document with its secrets masked, what
// the channel answered last, and why it cannot be used.
import { z } from "@hono/zod-openapi";
import { instant, isoOf, orNull } from "#http/fields.ts";
import type { LastAnswer } from "#store/notices/channels.ts";
import { type OpenChannel, toChannelDocument } from "./channel-document.ts";
import type { ChannelKinds } from "./channel-forms.ts";
import { ShownTemplate } from "./templates/template-field.ts";

export const ChannelReceipt = z
  .object({
    at: instant,
    isTest: z.boolean().openapi({ description: "Whether this was a test message." }),
    outcome: z.enum(["sent", "retry", "refused"]).openapi({
      description:
        "retry: it may be taken later. refused: it never will be as it is, so nothing is sent again by itself.",
    }),
    status: z.int().nullable().openapi({
      description: "The status of the channel's answer; null where none came.",
    }),
    why: z.string().nullable().openapi({ description: "Null when it was sent." }),
  })
  .openapi("ChannelReceipt", {
    example: {
      at: "2026-01-31T09:00:00.000Z",
      isTest: true,
      outcome: "sent",
      status: 200,
      why: null,
    },
  });

export const ChannelAnswer = z
  .looseObject({
    id: z.int().openapi({ example: 1 }),
    kind: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    language: z.enum(["en", "ja"]),
    template: ShownTemplate,
    problem: z.string().nullable().openapi({
      description:
        "Why nothing can be sent: a secret was sealed with a key that is gone, or the deployment has no binding to send e-mail. Null when all is well.",
    }),
    lastAnswer: orNull(ChannelReceipt).openapi({
      description: "What it answered last, to a notice or to a test.",
    }),
    createdAt: instant,
    updatedAt: instant,
    revision: z.int().openapi({
      description: "Grows with each change. The ETag is the id and the revision.",
    }),
  })
  .openapi("Channel", {
    description: "A channel, with the settings of its kind beside these fields.",
    example: {
      id: 1,
      kind: "webhook",
      name: "ops",
      enabled: true,
      language: "en",
      template: null,
      url: "https://hooks.example.com/…3f2a",
      problem: null,
      lastAnswer: null,
      createdAt: "2026-01-31T08:35:00.398Z",
      updatedAt: "2026-01-31T08:35:00.398Z",
      revision: 1,
    },
  });

export const toReceipt = ({ at, ...answer }: LastAnswer) => ({
  at: isoOf(at),
  ...answer,
});

export function toChannelAnswer(
  open: OpenChannel,
  kinds: ChannelKinds,
): z.output<typeof ChannelAnswer> {
  const { id, lastAnswer, createdAt, updatedAt, revision, kind } = open.channel;
  const document = toChannelDocument(open, kinds);
  return {
    id,
    ...(document as Pick<
      z.output<typeof ChannelAnswer>,
      "name" | "enabled" | "language" | "template"
    >),
    kind,
    problem: open.problem,
    lastAnswer: lastAnswer && toReceipt(lastAnswer),
    createdAt: isoOf(createdAt),
    updatedAt: isoOf(updatedAt),
    revision,
  };
}

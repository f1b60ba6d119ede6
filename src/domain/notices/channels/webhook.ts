// Posts a notice as JSON.
import type { ChannelKind } from "./channel-kind.ts";

export const webhook: ChannelKind = {
  fields: {
    url: {
      kind: "url",
      secret: true,
      description: "Where notices are posted to.",
      example: "https://hooks.example.com/junkai",
    },
    secret: {
      kind: "text",
      secret: true,
      optional: true,
      description: "What the posts are signed with.",
      example: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    },
    format: {
      kind: "choice",
      choices: ["standard", "alertmanager"],
      optional: true,
      description: "The form of the body.",
      example: "standard",
    },
  },
  knowsRepeats: true,
  compose: ({ url }, message) => ({
    via: "http",
    method: "POST",
    url: String(url),
    headers: { "content-type": "application/json", "webhook-id": message.id },
    body: JSON.stringify(message),
  }),
  readAnswer: ({ status }) =>
    status < 300
      ? { outcome: "sent" }
      : { outcome: "refused", why: `It answered ${status}.` },
};

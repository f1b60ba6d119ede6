// Describes notices as their pages show them. Instants are epoch ms.
import type { Message } from "#domain/notices/message.ts";
import type { ShownAnswer } from "#ui/notices/channels/channel-view.ts";
import type { StatusKind } from "#ui/screens/drawings/shapes.tsx";

export const shownStates = ["waiting", "sent", "dead"] as const;
export type ShownState = (typeof shownStates)[number];

export type ShownNotice = {
  id: string;
  channelId: number;
  /** Null when the channel is deleted. */
  channel: string | null;
  state: ShownState;
  message: Message;
  createdAt: number;
  /** When it is tried next; null when it is not. */
  dueAt: number | null;
  sentAt: number | null;
  attempts: number;
  answer: ShownAnswer | null;
};

export const shapeOf: Readonly<Record<ShownState, StatusKind>> = {
  waiting: "running",
  sent: "up",
  dead: "down",
};

export const pathOfNotice = ({ id }: { id: string }): string =>
  `/notices/${encodeURIComponent(id)}`;

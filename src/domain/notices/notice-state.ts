// Names what becomes of a notice: it waits, was sent, or is dead (refused or given up).
export const noticeStates = ["waiting", "sent", "dead"] as const;
export type NoticeState = (typeof noticeStates)[number];

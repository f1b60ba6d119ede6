// Names what the parts of delivering share.
import type { Deps } from "#deps";
import type { NoticeConfig } from "#store/notices/config.ts";

export type DeliveryCounts = {
  /** Events that were put into groups. */
  events: number;
  /** Notices that were made. */
  made: number;
  sent: number;
  /** Tries that failed, and will be repeated. */
  failed: number;
  /** Notices that were given up. */
  dead: number;
};

export type Delivery = {
  deps: Deps;
  config: NoticeConfig;
  counts: DeliveryCounts;
  /** No try to send begins from here on. Epoch ms. */
  until: number;
};

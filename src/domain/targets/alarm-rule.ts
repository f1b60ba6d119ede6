// Defines when a target's failing becomes an incident, and when that is over. Every field
// is parsed, and every default is filled in.

export type AlarmRule = {
  /** So many failing runs open an incident: in a row, or of the last `ofLast`. */
  failAfter: number;
  /** Null: in a row. */
  ofLast: number | null;
  /** So many passing runs in a row close it. */
  recoverAfter: number;
  /**
   * After a failing run that opens no incident yet, the target is fetched again so much
   * later, unless its next slot comes sooner; null for never.
   */
  recheckMs: number | null;
  /** More openings than this in an hour are one incident. */
  flapsPerHour: number;
  /** The target is paused after so many failing runs in a row; null for never. */
  pauseAfter: number | null;
  /** Whether degraded runs open an incident as well, one of lower severity. */
  degraded: boolean;
  /** Ids or keys of targets: while one of them has an incident, this one opens none. */
  dependsOn: readonly string[];
};

export const usualAlarm: AlarmRule = {
  failAfter: 2,
  ofLast: null,
  recoverAfter: 1,
  recheckMs: 20_000,
  flapsPerHour: 4,
  pauseAfter: null,
  degraded: true,
  dependsOn: [],
};

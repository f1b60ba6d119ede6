// Describes what the settings page shows. It has no token, only whether one is set.
import type { SetAside } from "#domain/apart/set-aside.ts";
import type { Health } from "#domain/jobs/health.ts";
import type { Spent } from "#domain/jobs/spent-today.ts";
import type { Storage } from "#domain/storage/storage-level.ts";

/** Secrets and bindings, by name: whether each is there. */
export type Presences = Readonly<
  Record<
    | "API_TOKEN"
    | "READ_TOKEN"
    | "METRICS_TOKEN"
    | "PROBE_TOKEN"
    | "ACCESS"
    | "ENCRYPTION_KEY"
    | "DB"
    | "API_LIMIT"
    | "LOGIN_LIMIT"
    | "PING_LIMIT"
    | "CRAWL_QUEUE"
    | "ROUND_QUEUE",
    boolean
  >
>;

/** What the deployment sets, and may be read by whoever may look. */
export type Values = {
  /** Null unless it is set. */
  publicUrl: string | null;
  plan: "free" | "paid";
  allowsPrivate: boolean;
  /** Ports besides 80 and 443. */
  ports: readonly number[];
  userAgent: string;
  hostGapMs: number;
  afterAnswerMs: number;
  metricsTargets: number;
};

/** What jobs have spent today, and how much of it is allowed. */
export type Budget = {
  spent: Spent;
  /** How many ticks that were. */
  ticks: number;
  /** Null where the plan bills rows instead of limiting them. */
  dailyRows: { read: number; written: number } | null;
  /** Requests and statements that one tick may make. */
  fetches: number;
  statements: number;
};

/** A login link that was just made: it is shown once. */
export type MadeLink = { url: string; role: "admin" | "reader"; expiresAt: number };

/** Who is told what happens, and who notices when nothing happens any more. */
export type Telling = {
  channels: { all: number; enabled: number };
  /** Null without a dead-man ping. */
  deadMan: {
    /** Masked. */
    url: string;
    everyMs: number;
    /** Why nobody can be pinged, in English; null when all is well. */
    problem: string | null;
    /** `at` is epoch ms; no status where no answer came. */
    lastPing: { at: number; status: number | null } | null;
  } | null;
};

/** How jobs that run elsewhere report. */
export type Pinging = {
  /** "https://junkai.example.com" */
  base: string;
  /** Null before somebody asked for one, and for those who may not know it. */
  key: string | null;
};

export type SettingsView = {
  /** "https://junkai.example.com" */
  origin: string;
  presences: Presences;
  values: Values;
  storage: Storage;
  budget: Budget;
  health: Health;
  telling: Telling;
  pinging: Pinging;
  /** The first ones. */
  setAside: readonly SetAside[];
  /** Whether there are more of them than shown. */
  hasMoreAside: boolean;
};

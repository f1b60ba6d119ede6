// Makes the dependencies of an invocation: the only file with a clock, randomness and the
// global fetch.
import { z } from "zod";
import { type Allowance, createAllowance } from "#domain/allowance.ts";
import { budgets, plans } from "#domain/budget.ts";
import { memoize } from "#domain/memo.ts";
import { createReserve, type Reserve } from "#domain/reserve.ts";
import type { RoundMessage } from "#domain/rounds/queue/round-messages.ts";
import { createAlarmClock } from "#domain/time/alarms.ts";
import type { Clock } from "#domain/time/clock.ts";
import { dayMs } from "#domain/time/instants.ts";
import { createSteadyTime } from "#domain/time/steady-time.ts";
import { explainZone, isZone } from "#domain/time/zone.ts";
import type { EmailBinding } from "#net/notices/send-email.ts";
import { sendCrawlsTo, sendRoundsTo } from "#net/queues/send-messages.ts";
import type { ContentBucket } from "#store/changes/content-bucket.ts";
import { createMeter, type Db, type Meter, openDb } from "#store/db.ts";
import { type SendTogether, sendAlone } from "#store/gathering.ts";
import { createVault, type Vault } from "#store/secrets/vault.ts";

export type Env = {
  DB: D1Database;
  /** Limits requests by caller when bound. */
  API_LIMIT?: RateLimit;
  /** Limits tries to log in by caller when bound. */
  LOGIN_LIMIT?: RateLimit;
  /** Limits pings by heartbeat when bound. */
  PING_LIMIT?: RateLimit;
  /** Takes over the crawls of sites when bound: each message names one open crawl. */
  CRAWL_QUEUE?: Parameters<typeof sendCrawlsTo>[0];
  /** Takes over the rounds when bound: each message names shards. */
  ROUND_QUEUE?: Parameters<typeof sendRoundsTo>[0];
  /** Sends e-mail when bound. */
  EMAIL?: EmailBinding;
  /** Keeps what was read of targets when bound; else the database does. */
  CONTENTS?: R2Bucket;
} & Partial<Record<keyof typeof variables.shape, string>>;

/** How many days history is kept; milliseconds once parsed. */
const retentionDays = (usualDays: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(usualDays)
    .transform((days) => days * dayMs);

const port = z.string().transform(Number).pipe(z.int().min(1).max(65_535));

/** "https://junkai.example.com": the beginning of links, so without a slash at its end. */
const publicUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isWeb = url !== null && ["https:", "http:"].includes(url.protocol);
  if (isWeb && [url.origin, `${url.origin}/`].includes(text.toLowerCase()))
    return url.origin;
  const message =
    'This is where the deployment is, without a path, such as "https://junkai.example.com".';
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** The variables and secrets of the deployment, as the README's table lists them. */
const variables = z.object({
  API_TOKEN: z.string().min(1).optional(),
  READ_TOKEN: z.string().min(1).optional(),
  METRICS_TOKEN: z.string().min(1).optional(),
  PROBE_TOKEN: z.string().min(1).optional(),
  ACCESS_TEAM: z
    .string()
    .regex(
      /^[a-z0-9-]+$/,
      'This is a team such as "example", of example.cloudflareaccess.com.',
    )
    .optional(),
  ACCESS_AUD: z.string().min(1).optional(),
  ENCRYPTION_KEY: z.string().min(16, "A key has 16 characters or more.").optional(),
  ENCRYPTION_KEY_PREVIOUS: z.string().min(1).optional(),
  PUBLIC_URL: publicUrl.optional(),
  ZONE: z
    .string()
    .default("UTC")
    .refine(isZone, { error: ({ input }) => explainZone(String(input)) }),
  PLAN: z.enum(plans).default("free"),
  ALLOW_PRIVATE_NETWORKS: z.stringbool().default(false),
  ALLOWED_PORTS: z
    .string()
    .default("")
    .transform((list) => list.split(",").filter((item) => item.trim() !== ""))
    .pipe(z.array(port)),
  USER_AGENT: z.string().min(1).default("junkai/0.1 (scheduled checks)"),
  AFTER_ANSWER_SECONDS: z.coerce.number().int().min(30).max(900).default(30),
  HOST_GAP_MS: z.coerce.number().int().min(0).max(60_000).default(100),
  METRICS_TARGETS: z.coerce.number().int().min(0).max(100_000).default(2_000),
  RETENTION_DAYS: retentionDays(30),
  RETENTION_HOURS_DAYS: retentionDays(400),
  RETENTION_FAILURES_DAYS: retentionDays(400),
});

const hasTokensApart = ({ API_TOKEN, READ_TOKEN }: z.output<typeof variables>) =>
  READ_TOKEN === undefined || READ_TOKEN !== API_TOKEN;

const tokensApart = variables.refine(hasTokensApart, {
  path: ["READ_TOKEN"],
  error: "It is the same as API_TOKEN: who reads would change things as well.",
});

/** Makes the settings of the variables. A new setting is a line above and a line here. */
const settingsSchema = tokensApart.transform((read) => ({
  /** Opens everything. */
  apiToken: read.API_TOKEN ?? null,
  /** Sees everything and changes nothing. */
  readToken: read.READ_TOKEN ?? null,
  /** Opens /metrics and /admin. */
  metricsToken: read.METRICS_TOKEN ?? null,
  /** Opens /probe. */
  probeToken: read.PROBE_TOKEN ?? null,
  /** Lets in whom Cloudflare Access lets in; null unless both variables are set. */
  access:
    read.ACCESS_TEAM !== undefined && read.ACCESS_AUD !== undefined
      ? { team: read.ACCESS_TEAM, audience: read.ACCESS_AUD }
      : null,
  /** What secrets in the database are sealed with. */
  sealing: {
    current: read.ENCRYPTION_KEY ?? "",
    previous: read.ENCRYPTION_KEY_PREVIOUS ?? "",
    token: read.API_TOKEN ?? "",
  },
  /** Where messages link to, an origin; null when the deployment does not know it. */
  publicUrl: read.PUBLIC_URL ?? null,
  /** In which messages tell instants, besides UTC. An IANA name. */
  zone: read.ZONE,
  plan: read.PLAN,
  budget: budgets[read.PLAN],
  addresses: { allowPrivate: read.ALLOW_PRIVATE_NETWORKS, ports: read.ALLOWED_PORTS },
  userAgent: read.USER_AGENT,
  /**
   * How long the platform lets an invocation go on after its answer. Cloudflare: 30
   * seconds (developers.cloudflare.com/workers/runtime-apis/context).
   */
  afterAnswerMs: read.AFTER_ANSWER_SECONDS * 1_000,
  hostGapMs: read.HOST_GAP_MS,
  /** How many targets /metrics has series of at most. */
  metricsTargets: read.METRICS_TARGETS,
  /** How long history is kept. */
  retention: {
    runsMs: read.RETENTION_DAYS,
    hoursMs: read.RETENTION_HOURS_DAYS,
    failuresMs: read.RETENTION_FAILURES_DAYS,
  },
}));

export type Settings = z.output<typeof settingsSchema>;

export type Deps = {
  db: Db;
  meter: Meter;
  /** Database statements that this invocation may still send. */
  statements: Reserve;
  fetch: typeof fetch;
  /** Outgoing requests that this invocation may still make. */
  fetches: Allowance;
  /** Those of them that the crawls of sites may make. */
  siteFetches: Allowance;
  clock: Clock;
  newToken: () => string;
  /** Seals secrets before they are stored. */
  vault: Vault;
  /** Sends e-mail; null when nothing is bound that does. */
  email: EmailBinding | null;
  /** Keeps what was read of targets; null: the database does. */
  bucket: ContentBucket | null;
  /**
   * Runs a job once the request is answered, and those that it wakes. Usually the one
   * that makes rounds: it looks at targets that were changed. Does nothing outside of
   * requests.
   */
  lookSoon: (job?: string) => void;
  /** Runs a write that may travel with those of other requests. */
  sendTogether: SendTogether;
  /** Has other invocations go on with crawls; null when no queue is bound. */
  handOver: ((crawls: readonly number[]) => Promise<void>) | null;
  /** Has other invocations make rounds; null when no queue is bound. */
  sendRounds: ((messages: readonly RoundMessage[]) => Promise<void>) | null;
  log: (event: Record<string, unknown>) => void;
  settings: Settings;
};

function setTimer(ms: number, wake: () => void): () => void {
  const timer = setTimeout(wake, ms);
  return () => clearTimeout(timer);
}

/** Throws an Error that names the variable when the configuration does not parse. */
export function createDeps(env: Env): Deps {
  const meter = createMeter();
  const settings = settingsOf(env);
  const { sealing } = settings;
  const fetches = createAllowance(settings.budget.fetches);
  const db = openDb(env.DB, meter);
  return {
    db,
    meter,
    statements: createReserve(() => settings.budget.statements - meter.statements),
    fetch: (input, init) => fetch(input, init),
    fetches,
    siteFetches: createAllowance(settings.budget.siteFetches, fetches),
    clock: createAlarmClock({ now: createSteadyTime(() => Date.now()), setTimer }),
    newToken: () => crypto.randomUUID(),
    vault: vaultOf(sealing.current, sealing.previous, sealing.token),
    email: env.EMAIL ?? null,
    bucket: env.CONTENTS ?? null,
    lookSoon: () => {},
    sendTogether: sendAlone(db),
    handOver: env.CRAWL_QUEUE ? sendCrawlsTo(env.CRAWL_QUEUE) : null,
    sendRounds: env.ROUND_QUEUE ? sendRoundsTo(env.ROUND_QUEUE) : null,
    log: (event) => console.log(JSON.stringify(event)),
    settings,
  };
}

/** An isolate makes its keys once: they do not change under it. */
const vaultOf = memoize(4, (current = "", previous = "", token = "") =>
  createVault({ current, previous, token }, (count) =>
    crypto.getRandomValues(new Uint8Array(count)),
  ),
);

/**
 * The runtime hands every invocation of an isolate the same environment, so an
 * environment is parsed once.
 */
const parsedSettings = new WeakMap<Env, Settings>();

function settingsOf(env: Env): Settings {
  const settings = parsedSettings.get(env) ?? parseSettings(env);
  parsedSettings.set(env, settings);
  return settings;
}

function parseSettings(env: Env): Settings {
  const parsed = settingsSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `The variable ${issue?.path.join(".")} is not valid: ${issue?.message}`,
  );
}

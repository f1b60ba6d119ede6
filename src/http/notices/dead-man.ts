// Serves the dead-man ping: which address healthy ticks ask for, and what it answered.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { failureClasses } from "#domain/runs/failure.ts";
import { explainUnreadable, isMask, maskOfUnknown, maskSecret } from "#domain/sealed.ts";
import { instant, isoOf } from "#http/fields.ts";
import { invalid, invalidField, Problem } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import {
  checkPrecondition,
  etagOf,
  ifMatchHeader,
  type Precondition,
} from "#http/targets/etag.ts";
import { tryWhileOvertaken } from "#http/targets/try-while-overtaken.ts";
import { pingDeadMan } from "#jobs/notices/ping-dead-man.ts";
import { guardUrl } from "#net/addresses/address-guard.ts";
import {
  type DeadMan,
  deadManPlace,
  keepPing,
  openDeadMan,
  type Ping,
  readDeadMan,
  readKeptDeadMan,
  writeDeadMan,
} from "#store/notices/dead-man.ts";
import type { KeptDocument } from "#store/notices/documents.ts";

const tag = "Notices";

const usualSeconds = 60;

/** What its ETag and its refusals call it. */
const id = "dead-man";
const what = "dead-man ping";

const DeadManDocument = z
  .strictObject({
    url: z.string().min(1).max(2_048).nullable().openapi({
      description:
        "Asked for by GET after healthy ticks. Stored sealed and answered masked; null for none.",
      example: "https://hc-ping.com/9b2f6c1e-57a2-4c6e-8a0d-8d1c5a3f2a10",
    }),
    everySeconds: z.int().min(60).max(86_400).default(usualSeconds).openapi({
      description: "At most so often; whole minutes, rounded up.",
    }),
  })
  .openapi("DeadManDocument");

const DeadManAnswer = z
  .object({
    url: z.string().nullable(),
    everySeconds: z.int(),
    problem: z.string().nullable().openapi({
      description: "Why nobody can be pinged; null when all is well.",
    }),
    lastPing: z
      .object({
        at: instant,
        status: z.int().nullable(),
        failure: z.enum(failureClasses).nullable().openapi({
          description: "The class of the failure; null with an answer.",
        }),
      })
      .nullable(),
  })
  .openapi("DeadMan", {
    example: {
      url: "https://hc-ping.com/…2a10",
      everySeconds: 60,
      problem: null,
      lastPing: { at: "2026-01-31T09:00:59.812Z", status: 200, failure: null },
    },
  });

export const deadManRoutes = newRouter();

const etag = z.object({
  etag: z
    .string()
    .openapi({ description: "Names the revision.", example: '"dead-man-3"' }),
});

const answer = {
  200: { ...json("The dead-man ping.", DeadManAnswer), headers: etag },
};

const read = route("get", "/api/dead-man", tag, {
  summary: "Read the dead-man ping",
  answers: answer,
  problems: [],
});

deadManRoutes.openapi(read, async (c) => {
  const { etag, ...deadMan } = await describeDeadMan(c.get("deps"));
  return c.json(deadMan, 200, { etag });
});

/** The dead-man ping as it is now, its address masked, and its ETag. */
export const describeDeadMan = async (deps: Pick<Deps, "db" | "vault">) =>
  await describe(deps, await readKeptDeadMan(deps.db));

const put = route("put", "/api/dead-man", tag, {
  summary: "Set the dead-man ping",
  description:
    "An address that is asked for after each healthy tick, so that somebody outside notices when ticks stop. A tick is healthy when its rounds were recorded, none was lost and no job failed. A failing ping fails no tick. The masked address, as it was answered, keeps the stored one.",
  request: {
    headers: ifMatchHeader('"dead-man-3"'),
    body: jsonBody(DeadManDocument),
  },
  answers: answer,
  problems: ["conflict", "stale"],
});

deadManRoutes.openapi(put, async (c) => {
  const expected = { "if-match": c.req.valid("header")["if-match"] };
  await replaceDeadMan(c.get("deps"), c.req.valid("json"), expected);
  const { etag, ...deadMan } = await describeDeadMan(c.get("deps"));
  return c.json(deadMan, 200, { etag });
});

/** Throws a Problem for what is not acceptable, and when it is not as expected any more. */
export async function replaceDeadMan(
  deps: Deps,
  document: unknown,
  expected: Precondition,
): Promise<void> {
  const parsed = DeadManDocument.safeParse(document);
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  const { url, everySeconds } = parsed.data;
  const everyMs = Math.ceil(everySeconds / 60) * 60_000;
  await tryWhileOvertaken(async () => {
    const { value: stored, revision } = await readKeptDeadMan(deps.db);
    checkPrecondition(expected, { id, revision }, what);
    const value = url === null ? null : await toStored(deps, url, everyMs, stored);
    const isSame = value?.url === stored?.url && value?.everyMs === stored?.everyMs;
    if (isSame) return "same";
    const kept = { value, revision };
    return (await writeDeadMan(deps.db, kept, deps.clock.now())) ? "written" : null;
  });
}

const test = route("post", "/api/dead-man/test", tag, {
  summary: "Ask for the address now",
  description: "To see whether it works. Its answer is kept as the last ping.",
  answers: answer,
  problems: ["conflict"],
});

deadManRoutes.openapi(test, async (c) => {
  await testDeadMan(c.get("deps"));
  const { etag, ...deadMan } = await describeDeadMan(c.get("deps"));
  return c.json(deadMan, 200, { etag });
});

/** Throws the Problem `conflict` without an address. */
export async function testDeadMan(deps: Deps): Promise<Ping> {
  const deadMan = await readDeadMan(deps.db);
  if (deadMan === null)
    throw new Problem("conflict", "There is no address to ask for: name one first.");
  const ping = await pingDeadMan(deps, deadMan);
  await keepPing(deps.db, deadMan, ping);
  return ping;
}

async function toStored(
  { vault, settings }: Deps,
  url: string,
  everyMs: number,
  stored: DeadMan | null,
): Promise<DeadMan> {
  const known = stored === null ? null : (await openDeadMan(vault, stored)).text;
  if (stored !== null && (url === known || url === shownOf(known)))
    return { ...stored, everyMs };
  if (isMask(url))
    throw invalidField(
      "json",
      ["url"],
      "This stands for a stored value, and there is no such value. Write it.",
    );
  const guarded = guardUrl(url, settings.addresses);
  if (!guarded.ok)
    throw invalidField(
      "json",
      ["url"],
      `This address cannot be used: ${guarded.detail}.`,
    );
  return { url: await vault.seal(url, deadManPlace), everyMs, lastPing: null };
}

const shownOf = (known: string | null): string =>
  known === null ? maskOfUnknown : maskSecret(known);

async function describe(
  { vault }: Pick<Deps, "vault">,
  { value, revision }: KeptDocument<DeadMan>,
): Promise<z.output<typeof DeadManAnswer> & { etag: string }> {
  const etag = etagOf({ id, revision });
  if (value === null)
    return { url: null, everySeconds: usualSeconds, problem: null, lastPing: null, etag };
  const { text } = await openDeadMan(vault, value);
  const { lastPing, everyMs } = value;
  return {
    url: shownOf(text),
    everySeconds: everyMs / 1_000,
    problem: text === null ? `${explainUnreadable("url")}.` : null,
    lastPing: lastPing && { ...lastPing, at: isoOf(lastPing.at) },
    etag,
  };
}

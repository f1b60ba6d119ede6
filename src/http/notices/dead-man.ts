// Serves the dead-man ping: which address healthy ticks ask for, and what it answered.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { failureClasses } from "#domain/runs/failure.ts";
import { explainUnreadable, isMask, maskOfUnknown, maskSecret } from "#domain/sealed.ts";
import { instant, isoOf } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { guardUrl } from "#net/addresses/address-guard.ts";
import {
  type DeadMan,
  deadManPlace,
  dropDeadMan,
  keepDeadMan,
  openDeadMan,
  readDeadMan,
} from "#store/notices/dead-man.ts";

const tag = "Notices";

const usualSeconds = 60;

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

const read = route("get", "/api/dead-man", tag, {
  summary: "Read the dead-man ping",
  answers: { 200: json("The dead-man ping.", DeadManAnswer) },
  problems: [],
});

deadManRoutes.openapi(read, async (c) => {
  return c.json(await describeDeadMan(c.get("deps")), 200);
});

/** The dead-man ping as it is now, its address masked. */
export const describeDeadMan = async (deps: Pick<Deps, "db" | "vault">) =>
  await toAnswer(deps, await readDeadMan(deps.db));

const put = route("put", "/api/dead-man", tag, {
  summary: "Set the dead-man ping",
  description:
    "An address that is asked for after each healthy tick, so that somebody outside notices when ticks stop. A tick is healthy when its rounds were recorded, none was lost and no job failed. A failing ping fails no tick. The masked address, as it was answered, keeps the stored one.",
  request: { body: jsonBody(DeadManDocument) },
  answers: { 200: json("The dead-man ping as it is now.", DeadManAnswer) },
  problems: [],
});

deadManRoutes.openapi(put, async (c) => {
  const deps = c.get("deps");
  const { url, everySeconds } = c.req.valid("json");
  const stored = await readDeadMan(deps.db);
  const everyMs = Math.ceil(everySeconds / 60) * 60_000;
  const kept = url === null ? null : await toStored(deps, url, everyMs, stored);
  if (kept === null) await dropDeadMan(deps.db);
  else if (kept.url !== stored?.url || everyMs !== stored.everyMs)
    await keepDeadMan(deps.db, kept, deps.clock.now());
  return c.json(await toAnswer(deps, kept), 200);
});

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

async function toAnswer(
  { vault }: Pick<Deps, "vault">,
  deadMan: DeadMan | null,
): Promise<z.output<typeof DeadManAnswer>> {
  if (deadMan === null)
    return { url: null, everySeconds: usualSeconds, problem: null, lastPing: null };
  const { text } = await openDeadMan(vault, deadMan);
  const { lastPing, everyMs } = deadMan;
  return {
    url: shownOf(text),
    everySeconds: everyMs / 1_000,
    problem: text === null ? `${explainUnreadable("url")}.` : null,
    lastPing: lastPing && { ...lastPing, at: isoOf(lastPing.at) },
  };
}

// Serves the key of ping addresses that name a heartbeat by its slug.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type AppContext, json, newRouter, route } from "#http/router.ts";
import { keepPingKey, renewPingKey } from "#store/heartbeats/ping-keys.ts";

const PingKeyAnswer = z
  .object({
    pingKey: z.string().nullable().openapi({
      description: "Null for who may change nothing: whoever knows it may ping.",
    }),
    address: z.string().nullable().openapi({
      description: "Where the heartbeat with a slug is pinged; put its slug at the end.",
    }),
  })
  .openapi("PingKey", {
    example: {
      pingKey: "q83vEjRWeJq83vEjRWeJqw",
      address: "https://junkai.example.com/ping/q83vEjRWeJq83vEjRWeJqw/",
    },
  });

const read = route("get", "/api/heartbeats/ping-key", "Heartbeats", {
  summary: "The key of ping addresses with a slug",
  description: "It is made when somebody first asks for it who may change things.",
  answers: { 200: json("The key.", PingKeyAnswer) },
  problems: [],
});

const renew = route("post", "/api/heartbeats/ping-key/renew", "Heartbeats", {
  summary: "Renew the key of ping addresses with a slug",
  description: "Addresses with the key from before ping nothing more.",
  answers: { 200: json("The new key.", PingKeyAnswer) },
  problems: [],
});

export const pingKeyRoutes = newRouter();

pingKeyRoutes.openapi(read, async (c) => {
  if (!c.get("mayChange")) return c.json({ pingKey: null, address: null }, 200);
  return c.json(toAnswer(c, await readPingKey(c)), 200);
});

pingKeyRoutes.openapi(renew, async (c) => {
  return c.json(toAnswer(c, await renewKey(c)), 200);
});

/** Makes the key unless there is one. */
export async function readPingKey(c: Context<AppContext>): Promise<string> {
  const { db, clock } = c.get("deps");
  return await keepPingKey(db, newPingKey(c), clock.now());
}

/** Makes another key, also where there is none yet. */
export async function renewKey(c: Context<AppContext>): Promise<string> {
  const { db, clock } = c.get("deps");
  const key = newPingKey(c);
  await renewPingKey(db, key, clock.now());
  return key;
}

/** 22 characters, as Healthchecks' keys have. */
const newPingKey = (c: Context<AppContext>): string =>
  Uint8Array.fromHex(c.get("deps").newToken().replaceAll("-", "")).toBase64({
    alphabet: "base64url",
    omitPadding: true,
  });

function toAnswer(c: Context<AppContext>, pingKey: string) {
  const { publicUrl } = c.get("deps").settings;
  const base = publicUrl ?? new URL(c.req.url).origin;
  return { pingKey, address: `${base}/ping/${pingKey}/` };
}

// Makes links that log a browser in once, for whoever has the token.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { dayMs, minuteMs } from "#domain/time/instants.ts";
import { durationField, instant, isoOf } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { type AppContext, json, jsonBody, newRouter, route } from "#http/router.ts";
import {
  addLoginLink,
  type LoginLink,
  takeLoginLink,
} from "#store/sessions/login-links.ts";
import { tokenOf } from "./session.ts";

const usualLifeMs = 10 * minuteMs;

export const LoginLinkRequest = z
  .strictObject({
    role: z.enum(["admin", "reader"]).default("admin").openapi({
      description: "admin: may change everything. reader: sees everything.",
    }),
    expiresIn: durationField(minuteMs, dayMs).default(usualLifeMs).openapi({
      default: "10m",
      example: "10m",
    }),
  })
  .openapi("LoginLinkRequest", { example: { role: "admin", expiresIn: "10m" } });

const LoginLinkAnswer = z
  .object({
    url: z.string().openapi({ format: "uri" }),
    role: z.enum(["admin", "reader"]),
    expiresAt: instant,
  })
  .openapi("LoginLink", {
    example: {
      url: "https://junkai.example.com/login/link?code=b9381ada-39a4-4c95-a7cd-3f39aad16881",
      role: "admin",
      expiresAt: "2026-01-31T09:10:00.000Z",
    },
  });

export const loginLinkRoutes = newRouter();

const create = route("post", "/api/login-links", "Logins", {
  summary: "Make a link that logs a browser in, once",
  description:
    "Whoever opens it first is logged in, so hand it to nobody else. A link for a reader needs READ_TOKEN to be set.",
  request: { body: jsonBody(LoginLinkRequest) },
  answers: { 201: json("The link.", LoginLinkAnswer) },
  problems: [],
});

loginLinkRoutes.openapi(create, async (c) => {
  const { expiresAt, ...link } = await makeLoginLink(c, c.req.valid("json"));
  return c.json({ ...link, expiresAt: isoOf(expiresAt) }, 201);
});

/** A login is signed with the token of its role. */
const nobodyLogsIn = {
  admin: "There is no API_TOKEN, so no admin can log in.",
  reader: "There is no READ_TOKEN, so no reader can log in.",
} as const;

/** Throws a Problem when nobody of the role can log in. `expiresIn` is in ms. */
export async function makeLoginLink(
  c: Context<AppContext>,
  { role, expiresIn }: z.output<typeof LoginLinkRequest>,
): Promise<{ url: string; role: LoginLink["role"]; expiresAt: number }> {
  const { db, clock, newToken, settings } = c.get("deps");
  if (tokenOf(settings, role) === null)
    throw invalidField("json", ["role"], nobodyLogsIn[role]);
  const code = newToken();
  const expiresAt = clock.now() + expiresIn;
  await addLoginLink(db, { hash: await hashOf(code), role, expiresAt }, clock.now());
  const { origin } = new URL(c.req.url);
  return { url: `${origin}/login/link?code=${code}`, role, expiresAt };
}

/** Uses a link up and gives its role; null when it is of no use. */
export async function redeemLoginLink(
  { db, clock }: Pick<Deps, "db" | "clock">,
  code: string,
): Promise<LoginLink["role"] | null> {
  return code === "" ? null : takeLoginLink(db, await hashOf(code), clock.now());
}

async function hashOf(code: string): Promise<string> {
  const bytes = new TextEncoder().encode(code);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

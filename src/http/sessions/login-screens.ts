// Serves logging in and out.
import type { Context } from "hono";
import { sleep } from "#domain/time/clock.ts";
import { isOneOf } from "#http/auth.ts";
import type { AppContext, Identity } from "#http/router.ts";
import { readFields, readForm } from "#http/screens/form.ts";
import { forgetName } from "#http/screens/own-name.ts";
import { answerPage, goTo, localUrl, newScreens } from "#http/screens/screen.ts";
import { viewerOf } from "#http/screens/viewer.ts";
import { callerAt } from "#net/addresses/caller.ts";
import { LoginScreen } from "#ui/sessions/login-screen.tsx";
import { redeemLoginLink } from "./login-links.ts";
import { beginSession, endSession } from "./session.ts";

type Ctx = Context<AppContext>;

/** Whoever guesses a token waits so long for each try. */
const wrongTokenMs = 1_000;

export const loginScreens = newScreens();

loginScreens.get("/login", (c) => {
  const to = c.req.query("to") ?? "/";
  if (c.get("identity") !== null) return goTo(c, to);
  return showLogin(c, to, null);
});

loginScreens.post("/login", async (c) => {
  const form = await readFields(c);
  const to = form.text("to") || "/";
  if (await isOverLimit(c)) return showLogin(c, to, "too-often");
  const role = await roleOf(c, form.text("token"));
  if (role === null) {
    await sleep(c.get("deps").clock, wrongTokenMs);
    return showLogin(c, to, "wrong");
  }
  await beginSession(c, role);
  return goTo(c, to);
});

/** Only GET: programs that look at links ahead of people send HEAD. */
loginScreens.get("/login/link", async (c) => {
  if (c.req.method !== "GET") return c.body(null, 405, { allow: "GET" });
  if (await isOverLimit(c)) return showLogin(c, "/", "too-often");
  const role = await redeemLoginLink(c.get("deps"), c.req.query("code") ?? "");
  if (role === null) return showLogin(c, "/", "link");
  await beginSession(c, role);
  return goTo(c, "/");
});

loginScreens.post("/logout", async (c) => {
  const { formToken } = viewerOf(c);
  if (formToken !== "") await readForm(c, formToken);
  await endSession(c);
  forgetName(c);
  return goTo(c, "/login");
});

const statuses = { wrong: 401, link: 401, "too-often": 429 } as const;

function showLogin(c: Ctx, to: string, refusal: keyof typeof statuses | null) {
  const { apiToken, readToken } = c.get("deps").settings;
  const page = LoginScreen({
    viewer: viewerOf(c),
    to: localUrl(c, to),
    refusal,
    isOpen: apiToken !== null || readToken !== null,
  });
  return answerPage(c, page, refusal === null ? 200 : statuses[refusal]);
}

/** Whether the caller tries to get in too often. */
export async function isOverLimit(c: Ctx): Promise<boolean> {
  const address = c.req.header("cf-connecting-ip") ?? "local";
  const limited = await c.env.LOGIN_LIMIT?.limit({ key: callerAt(address) });
  return limited?.success === false;
}

async function roleOf(c: Ctx, token: string): Promise<Identity["role"] | null> {
  const { apiToken, readToken } = c.get("deps").settings;
  const isOf = (known: string | null) => known !== null && isOneOf([known], token);
  if (await isOf(apiToken)) return "admin";
  return (await isOf(readToken)) ? "reader" : null;
}

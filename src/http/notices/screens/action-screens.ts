// Serves the links of messages that act on an incident. Nobody must be logged in: the link
// is signed. Only the form's POST acts, since programs follow links ahead of people.
import type { Context } from "hono";
import { hourMs } from "#domain/time/instants.ts";
import { addSilence } from "#http/notices/silences.ts";
import type { AppContext } from "#http/router.ts";
import { readFields } from "#http/screens/form.ts";
import { answerPage, newScreens } from "#http/screens/screen.ts";
import { viewerOf } from "#http/screens/viewer.ts";
import { isOverLimit } from "#http/sessions/login-screens.ts";
import {
  acknowledgeByLink,
  findLinkedIncident,
  type LinkedIncident,
  prolongByLink,
} from "#store/notices/outbox/acted.ts";
import { type Action, actions, checkAction } from "#store/secrets/action-links.ts";
import {
  ActionScreen,
  type LinkRefusal,
  RefusedLinkScreen,
} from "#ui/notices/action-screen.tsx";

type Ctx = Context<AppContext>;

/** What a link says. */
type Link = { incident: string; expires: string; signature: string };

type Opened = { incident: LinkedIncident } | { refusal: LinkRefusal };

export const actionScreens = newScreens();

for (const action of actions) {
  actionScreens.get(`/act/${action}`, async (c) => {
    const link = linkOf((name) => c.req.query(name) ?? "");
    const opened = await openLink(c, action, link);
    return "refusal" in opened
      ? showRefusal(c, action, opened.refusal)
      : show(c, action, link, opened.incident, false);
  });

  actionScreens.post(`/act/${action}`, async (c) => {
    const link = linkOf((await readFields(c)).text);
    const opened = await openLink(c, action, link);
    if ("refusal" in opened) return showRefusal(c, action, opened.refusal);
    const { incident } = opened;
    if (incident.isOpen) await effects[action](c, link.incident);
    return show(c, action, link, incident, incident.isOpen);
  });
}

const linkOf = (text: (name: string) => string): Link => ({
  incident: text("incident"),
  expires: text("expires"),
  signature: text("signature"),
});

async function openLink(c: Ctx, action: Action, link: Link): Promise<Opened> {
  if (await isOverLimit(c)) return { refusal: "too-often" };
  const { db, clock, settings } = c.get("deps");
  const signed = { action, incidentId: link.incident };
  const checked = await checkAction(settings.sealing, signed, link, clock.now());
  if (checked !== "good") return { refusal: checked };
  const incident = await findLinkedIncident(db, link.incident);
  return incident === null ? { refusal: "gone" } : { incident };
}

const effects: Readonly<Record<Action, (c: Ctx, incidentId: string) => Promise<void>>> = {
  async acknowledge(c, incidentId) {
    const { db, clock } = c.get("deps");
    await acknowledgeByLink(db, incidentId, viewerOf(c).words.act.by, clock.now());
  },
  async silence(c, incidentId) {
    const { clock, ...deps } = c.get("deps");
    const now = clock.now();
    const silence = {
      matchers: [],
      incidentId,
      startsAt: now,
      endsAt: now + hourMs,
      reason: "",
      author: viewerOf(c).words.act.by,
      createdAt: now,
    };
    if (!(await prolongByLink(deps.db, silence, now))) await addSilence(deps, silence);
  },
};

function show(
  c: Ctx,
  action: Action,
  link: Link,
  incident: LinkedIncident,
  isDone: boolean,
) {
  const viewer = viewerOf(c);
  return answerPage(c, ActionScreen({ viewer, action, incident, fields: link, isDone }));
}

const statuses = { expired: 410, forged: 403, gone: 404, "too-often": 429 } as const;

function showRefusal(c: Ctx, action: Action, refusal: LinkRefusal) {
  const page = RefusedLinkScreen({ viewer: viewerOf(c), action, refusal });
  return answerPage(c, page, statuses[refusal]);
}

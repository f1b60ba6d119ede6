// Does what the forms of incidents ask for: acknowledges, notes, closes, silences.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { hourMs } from "#domain/time/instants.ts";
import { addSilence } from "#http/notices/silences.ts";
import { invalid, Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice } from "#http/screens/notice.ts";
import { ownName, rememberName } from "#http/screens/own-name.ts";
import { acted, answerPage, goTo, newScreens, paramsOf } from "#http/screens/screen.ts";
import { shortName } from "#http/screens/short-name.ts";
import type { KeptIncident } from "#store/incidents/incidents.ts";
import { handlingFields } from "#ui/incidents/incident-view.ts";
import { pathOfIncident } from "#ui/screens/incident-brief.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import {
  getIncident,
  handleIncident,
  IncidentPatch,
  incidentParam,
  toHandling,
} from "./handle-incident.ts";
import { showIncident } from "./incident-screens.ts";

type Ctx = Context<AppContext>;
type Did = Viewer["words"]["incidents"]["did"];

export const incidentActions = newScreens();

/** What each form does, and what is said afterwards. */
const handlings: Readonly<
  Record<string, { patch: object; say: (did: Did, incident: KeptIncident) => string }>
> = {
  acknowledge: {
    patch: { acknowledged: true },
    say: (did, { labels }) => did.acknowledged(shortName(labels.name)),
  },
  unacknowledge: { patch: { acknowledged: false }, say: (did) => did.unacknowledged },
  note: { patch: {}, say: (did) => did.noted },
  close: { patch: { closed: true }, say: (did) => did.closed },
};

for (const [name, { patch, say }] of Object.entries(handlings))
  incidentActions.post(
    `/incidents/:id/${name}`,
    acted((c, viewer, form) =>
      orRefused(c, viewer, form, async (id) => {
        const by = form.has("by") ? form.text("by") : ownName(c);
        const document = { ...noteOf(form, name === "note"), ...named(by), ...patch };
        const handling = toHandling(parse(IncidentPatch, document));
        const incident = await handleIncident(c.get("deps"), id, {}, handling);
        return say(viewer.words.incidents.did, incident);
      }),
    ),
  );

/** A note that is asked for is there, even if it is empty. */
const noteOf = (form: Form, isAskedFor: boolean) => {
  const note = form.text("note").replaceAll("\r\n", "\n");
  const isPublic = form.has("public") && note !== "";
  return {
    ...((note !== "" || isAskedFor) && { note }),
    ...(isPublic && { public: true }),
  };
};

const named = (by: string) => (by === "" ? {} : { by });

const SilenceForm = z.object({
  for: z.enum(["1h", "recovery"]),
  reason: z.string().max(500),
  author: z.string().max(100),
});

incidentActions.post(
  "/incidents/:id/silence",
  acted((c, viewer, form) =>
    orRefused(c, viewer, form, async (id) => {
      const deps = c.get("deps");
      const asked = parse(SilenceForm, {
        for: form.text("for"),
        reason: form.text("reason"),
        author: form.has("author") ? form.text("author") : ownName(c),
      });
      const { closedAt } = await getIncident(deps, id);
      if (closedAt !== null)
        throw new Problem("conflict", "The incident is closed: nothing is told of it.");
      const now = deps.clock.now();
      await addSilence(deps, {
        matchers: [],
        incidentId: id,
        startsAt: now,
        endsAt: asked.for === "1h" ? now + hourMs : null,
        reason: asked.reason,
        author: asked.author,
        createdAt: now,
      });
      return viewer.words.incidents.did.silenced;
    }),
  ),
);

/** Does it, says so and leads on; what is refused is said at its field. */
async function orRefused(
  c: Ctx,
  viewer: Viewer,
  form: Form,
  act: (id: string) => Promise<string>,
): Promise<Response> {
  const { id } = paramsOf(c, incidentParam);
  try {
    const said = await act(id);
    for (const field of ["by", "author"]) rememberName(c, form, field);
    leaveNotice(c, { said, undo: null });
    return goTo(c, form.text("to") || pathOfIncident({ id }));
  } catch (error) {
    if (!(error instanceof Problem) || error.errors.length === 0) throw error;
    const page = await showIncident(c, viewer, {
      values: valuesOf(form),
      refusals: refusalsOf(error, viewer),
    });
    return answerPage(c, page, 422);
  }
}

const valuesOf = (form: Form) =>
  Object.fromEntries(
    handlingFields
      .filter((name) => form.has(name))
      .map((name) => [name, form.text(name)]),
  );

/** The refusals by the fields of the form, in the viewer's language. */
const refusalsOf = ({ errors }: Problem, { language }: Viewer) =>
  new Map(
    [...Map.groupBy(errors, ({ pointer = "" }) => pointer.slice(1))].map(
      ([field, own]) => [field, own.map(({ detail }) => refusalIn(language, detail))],
    ),
  );

function parse<T extends z.ZodType>(schema: T, document: unknown): z.output<T> {
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues, "json");
}

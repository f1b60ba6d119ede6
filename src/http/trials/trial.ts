// Tries out a target that is not stored: runs it once and explains every step.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { outcomeOf, outcomes } from "#domain/runs/run.ts";
import { previewSlots } from "#domain/schedules/slots.ts";
import { unknownZoneOf } from "#domain/schedules/unknown-zone.ts";
import {
  type RoundTarget,
  slotsOf,
  type Target,
  type TargetDraft,
} from "#domain/targets/target.ts";
import { instant, isoOf } from "#http/fields.ts";
import { Problem } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { exampleRun, RunAnswer, toRunAnswer } from "#http/runs/run-answer.ts";
import { runsElsewhere } from "#http/runs/run-now.ts";
import { sealedDraftOf } from "#http/targets/change-target.ts";
import { type ParsedDocument, TargetDocument } from "#http/targets/target-document.ts";
import { kindsOfTarget } from "#jobs/kinds.ts";
import {
  addConditions,
  addJudgement,
  createSteps,
  stepKinds,
  withSteps,
} from "#jobs/trials/trial-steps.ts";

const Step = z
  .object({
    step: z.enum(stepKinds),
    atMs: z.int().openapi({ description: "Since the trial began." }),
    explanation: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi("TrialStep");

const TrialAnswer = z
  .object({
    outcome: z.enum(outcomes),
    steps: z.array(Step),
    run: RunAnswer,
    upcoming: z.array(instant),
  })
  .openapi("Trial", {
    example: {
      outcome: "ok",
      steps: [
        {
          step: "schedule",
          atMs: 0,
          explanation: "It would next be due at 2026-01-31T09:00:00.000Z.",
          details: {},
        },
        {
          step: "request",
          atMs: 1,
          explanation: "GET https://example.com/",
          details: { headers: {} },
        },
        {
          step: "answer",
          atMs: 172,
          explanation: "200 from https://example.com/",
          details: { headers: { "content-type": "text/html" } },
        },
        {
          step: "judgement",
          atMs: 187,
          explanation: "That is a success: expected 2xx.",
          details: { bytes: 1256 },
        },
      ],
      run: { ...exampleRun, trigger: "manual" },
      upcoming: ["2026-01-31T09:00:00.000Z"],
    },
  });

export type Trial = z.infer<typeof TrialAnswer>;

/**
 * Runs once what a document describes. `stored` is the target that the document would
 * replace: its secrets are taken where the document masks them.
 */
export async function tryTarget(
  deps: Deps,
  document: ParsedDocument,
  stored: Target | null,
): Promise<Trial> {
  const { clock } = deps;
  const startedAt = clock.now();
  const draft = await sealedDraftOf(deps, document, stored);
  const target = asTarget(draft, startedAt);
  const isKnown = unknownZoneOf(draft.schedule) === null;
  const slots = isKnown ? previewSlots(slotsOf(target), startedAt, 5) : [];
  const upcoming = slots.map(isoOf);

  const { steps, addStep } = createSteps(clock);
  addStep(
    "schedule",
    upcoming.length > 0
      ? `It would next be due at ${upcoming[0]}.`
      : "It would never be due again.",
  );
  const { onDemand } = kindsOfTarget[draft.kind];
  if (onDemand === null) throw new Problem("conflict", runsElsewhere);
  const { run } = await onDemand.tryOut(
    { ...deps, fetch: withSteps(deps.fetch, addStep, draft.request.secretHeaders) },
    target,
    addStep,
  );
  addConditions(addStep, run.conditions);
  const { bytes, contentType, contentHash, redirects, attempts } = run;
  addJudgement(addStep, run.failure, draft.expect, {
    bytes,
    contentType,
    contentHash,
    redirects,
    attempts,
  });
  return {
    outcome: outcomeOf(run),
    steps,
    run: toRunAnswer(run, target.url),
    upcoming,
  };
}

/**
 * A target that is stored nowhere. Its id only decides where the slots of its interval
 * would fall.
 */
const asTarget = (draft: TargetDraft, now: number): RoundTarget => ({
  ...draft,
  id: 0,
  status: "new",
  anchorAt: now,
  requestRevision: 1,
});

const trial = route("post", "/api/targets/test", "Runs", {
  summary: "Try a target out and explain each step",
  description: "Runs it once as described, stores nothing.",
  request: { body: jsonBody(TargetDocument) },
  answers: { 200: json("What happened.", TrialAnswer) },
  problems: [],
});

export const trialRoutes = newRouter();

trialRoutes.openapi(trial, async (c) =>
  c.json(await tryTarget(c.get("deps"), c.req.valid("json"), null), 200),
);

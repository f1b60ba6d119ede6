// Proposes steps that ignore what differs on a target's page by itself, as two looks at it
// within a minute have shown.
import { z } from "@hono/zod-openapi";
import { asWritten } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { someStepsField } from "#http/readings/steps-field.ts";
import { json, newRouter, route } from "#http/router.ts";
import { readProposals } from "./read-proposals.ts";

const ProposalAnswer = z
  .object({
    extract: asWritten(someStepsField).openapi({
      description: "Steps to add to those of the target, before the last one.",
    }),
    lines: z.int().openapi({ description: "How many lines it covers." }),
    covers: z
      .array(z.object({ from: z.string().nullable(), to: z.string().nullable() }))
      .openapi({ description: "The first of them, as they were and as they became." }),
  })
  .openapi("Proposal", {
    example: {
      extract: [{ ignore: { presets: ["relative-times"] } }],
      lines: 1,
      covers: [{ from: "5 minutes ago", to: "6 minutes ago" }],
    },
  });

const list = route("get", "/api/targets/{id}/proposals", "Changes", {
  summary: "Steps that would ignore what differs by itself",
  description:
    "Found by `changes.learn`: two looks a minute apart. Empty where nothing differed, or too much.",
  request: { params: idParam },
  answers: { 200: json("The steps.", z.object({ items: z.array(ProposalAnswer) })) },
  problems: ["not-found", "invalid"],
});

export const proposalRoutes = newRouter();

proposalRoutes.openapi(list, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const proposals = await readProposals(deps, target.id);
  const items = proposals.map(({ step, lines, covers }) => ({
    extract: [step],
    lines,
    covers: [...covers],
  }));
  return c.json({ items }, 200);
});

// Serves operations on many targets at once.
import { z } from "@hono/zod-openapi";
import { budgets } from "#domain/budget.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { idempotencyOf } from "#http/targets/idempotency.ts";
import { BulkAnswer, BulkRequest, mostItems } from "./bulk-documents.ts";
import { toBulkAnswer } from "./bulk-items.ts";
import { editMany } from "./edit-many.ts";
import { putMany } from "./put-many.ts";

export const bulkRoutes = newRouter();

const bulk = route("post", "/api/targets/bulk", "Targets", {
  summary: "Create, change or delete many targets",
  description: `Each item is answered for itself: a bad one does not spoil the others. At most ${mostItems} items a request, and at most ${budgets.free.documents} documents on the free plan; a filter that more targets meet is gone through with the cursor \`next\`. Each shard of changed targets is looked at once. A repeated request with the same Idempotency-Key creates nothing twice.`,
  request: {
    headers: z.object({ "idempotency-key": z.string().min(1).max(250).optional() }),
    body: jsonBody(BulkRequest),
  },
  answers: { 200: json("What became of each item.", BulkAnswer) },
  problems: [],
});

bulkRoutes.openapi(bulk, async (c) => {
  const deps = c.get("deps");
  const wanted = c.req.valid("json");
  if (!("documents" in wanted)) {
    const { items, next } = await editMany(deps, wanted);
    if (!wanted.dryRun) deps.lookSoon();
    return c.json(toBulkAnswer(items, next), 200);
  }
  const key = c.req.valid("header")["idempotency-key"];
  const idempotency = await idempotencyOf(key, () => c.req.text());
  const items = await putMany(deps, wanted, idempotency);
  if (!wanted.dryRun) deps.lookSoon();
  return c.json(toBulkAnswer(items, null), 200);
});

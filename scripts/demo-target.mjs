// Adds an example to an empty database, so that there is something to see.

/**
 * Waits until the API answers and adds the example where there is no target yet.
 *
 * @param {{ origin: string, token: string, call: typeof fetch }} api
 * @returns {Promise<string | null>} What went wrong.
 */
export async function addDemoTarget({ origin, token, call }) {
  const authorization = `Bearer ${token}`;
  const targets = `${origin}/api/targets`;

  const listed = await call(`${targets}?limit=1`, { headers: { authorization } });
  if (!listed.ok) return `GET /api/targets gave ${await describe(listed)}`;
  const { items } = /** @type {{ items: unknown[] }} */ (await listed.json());
  if (items.length > 0) return null;

  const added = await call(targets, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({
      key: "demo",
      name: "Demo: a page that changes every minute",
      url: `${origin}/demo`,
      tags: ["demo"],
      schedule: { every: "30s" },
    }),
  });
  return added.ok ? null : `POST /api/targets gave ${await describe(added)}`;
}

/** @param {Response} answer */
async function describe(answer) {
  // Problems are written as RFC 9457 says.
  const problem = /** @type {{ detail?: string }} */ (
    await answer.json().catch(() => ({}))
  );
  return `${answer.status} ${problem.detail ?? answer.statusText}`;
}

// Makes a form that is sent twice do its work once: a second click, a reload.

import type { Form } from "#http/screens/form.ts";
import { idempotencyOf } from "#http/targets/idempotency.ts";
import type { Idempotency } from "#store/targets/targets.ts";

/** The field that names one showing of a form. */
export const onceField = "once";

/** A name is a few characters; a stranger's may be longer. */
const longestName = 40;

/** The same content of the same showing is one request, another content another one. */
export async function onceOf(form: Form, content: unknown): Promise<Idempotency | null> {
  const name = form.text(onceField).slice(0, longestName);
  if (name === "") return null;
  const written = await idempotencyOf(name, async () => JSON.stringify(content));
  return written && { ...written, key: `page:${name}:${written.fingerprint}` };
}

// Reads what a form sent, and refuses what no form of ours can have sent.
import type { Context } from "hono";
import { isOneOf } from "#http/auth.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { formTokenName } from "#ui/screens/layout.tsx";

/** The values of a form's fields. */
export type Form = {
  /** The trimmed value of a field; empty when it was not sent. */
  text(name: string): string;
  /** Each value of a field that may be sent several times. */
  all(name: string): string[];
  has(name: string): boolean;
};

/** Throws a Problem for a form of another page, and for one that is too old. */
export async function readForm(c: Context<AppContext>, formToken: string): Promise<Form> {
  const form = await readFields(c);
  if (formToken === "" || !(await isOneOf([formToken], form.text(formTokenName))))
    throw new Problem(
      "forbidden",
      "This form is not of this login. Open the page again and send it once more.",
    );
  return form;
}

/** The fields of a form that nobody must be logged in for. */
export async function readFields(c: Context<AppContext>): Promise<Form> {
  refuseOtherOrigins(c);
  const data = await c.req.formData().catch(() => new FormData());
  const all = (name: string) =>
    data.getAll(name).filter((value): value is string => typeof value === "string");
  return {
    text: (name) => all(name)[0]?.trim() ?? "",
    all,
    has: (name) => data.has(name),
  };
}

/**
 * Browsers say where a form stands (fetch.spec.whatwg.org/#origin-header): one on another
 * site cannot act in a viewer's name, nor log a viewer in.
 */
function refuseOtherOrigins(c: Context): void {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const isOwn =
    site === undefined ? origin === new URL(c.req.url).origin : site === "same-origin";
  if (!isOwn) throw new Problem("forbidden", "This form stands on another site.");
}

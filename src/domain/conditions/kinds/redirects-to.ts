// Tests where redirects lead: `redirectsTo https://example.com/`. A `*` at the end stands
// for any rest.
import type { Answer } from "#domain/conditions/answer.ts";
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";

export const redirectsTo: ConditionKind = {
  name: "redirectsTo",
  subject: null,
  needs: "nothing",
  example: "redirectsTo https://example.com/",
  read(is) {
    const wanted = is.endsWith("*") ? is.slice(0, -1) : is;
    const url = /^https?:\/\//i.test(wanted) ? URL.parse(wanted) : null;
    if (url === null)
      return refuse(
        'This is an address: "https://example.com/", "https://example.com/*".',
      );
    const { href } = url;
    return (answer) => {
      const actual = destinationOf(answer);
      const holds = wanted === is ? actual === href : actual.startsWith(href);
      return { holds, actual };
    };
  },
  say: (actual) => `redirects lead to ${actual}`,
};

/** A redirect that is not followed says where it leads. */
function destinationOf({ status, headers, finalUrl }: Answer): string {
  const location =
    status !== null && status >= 300 && status < 400 ? headers?.get("location") : null;
  const next = location ? URL.parse(location, finalUrl) : null;
  if (next === null) return finalUrl;
  next.hash = "";
  return next.href;
}

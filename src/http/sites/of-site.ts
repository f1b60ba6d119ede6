// Finds the site that a page is about. Of a target that is no site it says so.
import type { Context } from "hono";
import type { Child } from "hono/jsx";
import { getTarget, idParam } from "#http/find-target.ts";
import type { AppContext } from "#http/router.ts";
import { paramsOf, shown } from "#http/screens/screen.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { NoSiteScreen } from "#ui/sites/no-site-screen.tsx";
import type { OfSite } from "#ui/sites/site-page.tsx";

type Ctx = Context<AppContext>;

/** The handler of a page of a site. */
export const shownOfSite = (show: (c: Ctx, of: OfSite) => Child | Promise<Child>) =>
  shown(async (c, viewer) => {
    const target = await siteOf(c);
    if (target.kind === "site") return await show(c, { viewer, target });
    c.status(404);
    return NoSiteScreen({ viewer, target });
  });

/** The target that the path names. */
export async function siteOf(c: Ctx): Promise<OfSite["target"]> {
  const { target } = await getTarget(c.get("deps"), paramsOf(c, idParam).id);
  return target;
}

/** What the address asks for, as it stands there; "" for what it does not name. */
export function askedIn<Name extends string>(
  { address }: Pick<Viewer, "address">,
  names: readonly Name[],
): Record<Name, string> {
  const query = new URLSearchParams(address.split("?")[1]);
  const values = names.map((name) => [name, query.get(name) ?? ""]);
  return Object.fromEntries(values) as Record<Name, string>;
}

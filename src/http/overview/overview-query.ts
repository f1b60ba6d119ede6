// Parses what the overview is asked for, and says what that asks the store for.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { joinedScope } from "#domain/incidents/maintenance.ts";
import { overviewSorts } from "#domain/overview/overview.ts";
import { overviewWindows, type WindowName } from "#domain/overview/overview-window.ts";
import { countedStatuses } from "#domain/overview/target-counts.ts";
import { kinds } from "#domain/targets/target.ts";
import { optionalList } from "#http/fields.ts";
import { cursorField } from "#http/page.ts";
import { readInForce } from "#http/targets/windows-in-force.ts";
import { type OverviewQuery, targetsAPage } from "#store/overview/overview.ts";
import { byShownStatus, type TargetFilter } from "#store/targets/target-search.ts";
import type { Asked, AskedFilter } from "#ui/overview/overview-view.ts";

const orNull = <T extends z.ZodType>(schema: T) =>
  schema.optional().transform((value) => value ?? null);

/** The fields that narrow the list. */
export const filterFields = {
  text: orNull(z.string().max(200)),
  tag: orNull(z.string().max(200)),
  status: orNull(z.enum(countedStatuses)),
  kind: orNull(z.enum(kinds)),
};

const windows = Object.keys(overviewWindows) as WindowName[];

const placeSchema = z.object({
  side: z.enum(["after", "before"]),
  id: z.int(),
  key: z.string(),
});

/** More tags than this do not stand on a page. */
const mostFolded = 100;

export const overviewQuery = z
  .object({
    ...filterFields,
    window: z.enum(windows).default("24h"),
    sort: z.enum(overviewSorts).default("problems"),
    view: z.enum(["rows", "wall"]).default("rows"),
    group: orNull(z.enum(["tag", "none"])),
    open: orNull(z.string().max(200)),
    folded: optionalList(z.string(), mostFolded, "This is a tag."),
    at: orNull(z.string().max(1_000)),
  })
  .transform((asked, context) => {
    const place = cursorField(placeSchema).safeParse(asked.at ?? undefined);
    if (place.success) return { asked, place: place.data };
    context.addIssue({ code: "custom", path: ["at"], message: cursorMessage });
    return z.NEVER;
  });

const cursorMessage = "This is not a cursor that an answer gave as `next`.";

const toFilter = ({ text, tag, status, kind }: AskedFilter): TargetFilter => ({
  tags: tag === null ? [] : [tag],
  status,
  kind,
  host: null,
  enabled: null,
  text,
});

/** The filter as the store has it: what is in maintenance depends on the time. */
export async function readFilter(
  deps: Pick<Deps, "db" | "clock">,
  asked: AskedFilter,
): Promise<TargetFilter> {
  const filter = toFilter(asked);
  if (asked.status === null) return filter;
  return byShownStatus(filter, joinedScope(await readInForce(deps)));
}

/** As many squares as a page holds: more are slow to make, and nobody looks them over. */
const squaresAPage = 200;

export function toStoreQuery(asked: Asked, place: OverviewQuery["place"]): OverviewQuery {
  const isWall = asked.view === "wall";
  return {
    filter: toFilter({ ...asked, tag: (isWall ? null : asked.open) ?? asked.tag }),
    sort: asked.sort,
    window: asked.window,
    place,
    limit: isWall ? squaresAPage : targetsAPage,
    hasFigures: !isWall,
  };
}

// Says the tree of routes in words: who is told what, and when.
import { type Place, routeAt } from "#domain/notices/routing/edit-routes.ts";
import { writeMatchers } from "#domain/notices/routing/matcher.ts";
import { noRoutes, type Route, usualRule } from "#domain/notices/routing/routes.ts";
import { pathOfChannel } from "#ui/notices/channels/channel-view.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatSpan } from "#ui/words/format.ts";
import { describeWindow } from "#ui/words/schedule-words.ts";
import { writePlace } from "./route-form-view.ts";
import type { RouteTree } from "./route-view.ts";

type TreeProps = {
  viewer: Viewer;
  tree: RouteTree;
  /** Whether each route leads to its form, and moves by the form `move`. */
  isEdited?: boolean;
};

/** The whole tree, or the route at a place with those below it. */
export const RouteTreeView = ({ at = [], ...shown }: TreeProps & { at?: Place }) => {
  const route = routeAt(shown.tree.routes, at) ?? noRoutes;
  const isRoot = at.length === 0;
  return (
    <ul>
      <Branch
        {...shown}
        route={isRoot ? rootOf(route) : route}
        place={at}
        isRoot={isRoot}
        isLast
      />
    </ul>
  );
};

/** The top with the usual times, where it says none itself. */
const rootOf = (root: Route): Route => ({
  waitMs: usualRule.timing.waitMs,
  ...(root.digestMs == null && { intervalMs: usualRule.timing.intervalMs }),
  repeatMs: usualRule.timing.repeatMs,
  ...root,
});

type BranchProps = TreeProps & {
  route: Route;
  place: Place;
  isRoot?: boolean;
  /** Of its neighbours. */
  isLast: boolean;
};

const Branch = ({ route, place, isRoot = false, isLast, ...shown }: BranchProps) => {
  const { viewer, tree, isEdited = false } = shown;
  const words = viewer.words.alerts.routes;
  const below = route.routes ?? [];
  const rule = words.rule(partsOf(viewer, route));
  return (
    <li>
      {isRoot ? (
        <strong>{below.length > 0 ? words.root : words.everything}</strong>
      ) : (
        <code class="url">{writeMatchers(route.match)}</code>
      )}{" "}
      <Told viewer={viewer} tree={tree} route={route} isRoot={isRoot} />
      {rule !== "" && <span class="quiet">{` ${rule}`}</span>}
      {isEdited && <Edits viewer={viewer} route={route} place={place} isLast={isLast} />}
      {below.length > 0 && (
        <ul class="tree">
          {below.map((child, i) => (
            <Branch
              {...shown}
              route={child}
              place={[...place, i]}
              isLast={i === below.length - 1}
            />
          ))}
        </ul>
      )}
    </li>
  );
};

type EditsProps = Pick<BranchProps, "viewer" | "route" | "place" | "isLast">;

/** What can be done with a route. The buttons belong to one form for the whole tree. */
const Edits = ({ viewer, route, place, isLast }: EditsProps) => {
  const words = viewer.words.alerts.routeForm;
  const name = place.length === 0 ? words.top : writeMatchers(route.match);
  const value = writePlace(place);
  const which = <span class="out">{`: ${name}`}</span>;
  return (
    <span class="row small">
      <a href={`/routes/change?at=${value}`}>
        {words.change}
        {which}
      </a>
      <a href={`/routes/new?below=${value}`}>
        {words.addBelow}
        {which}
      </a>
      {place.length > 0 && (
        <a href={`/routes/delete?at=${value}`}>
          {words.delete}
          {which}
        </a>
      )}
      {(place.at(-1) ?? 0) > 0 && (
        <button type="submit" form="move" name="up" value={value}>
          {words.up}
          {which}
        </button>
      )}
      {place.length > 0 && !isLast && (
        <button type="submit" form="move" name="down" value={value}>
          {words.down}
          {which}
        </button>
      )}
    </span>
  );
};

/** Whom a route tells; one without channels of its own tells those above. */
const Told = ({
  viewer,
  tree,
  route: { channels },
  isRoot,
}: Pick<BranchProps, "viewer" | "tree" | "route" | "isRoot">) => {
  const words = viewer.words.alerts.routes;
  if (channels === undefined) return isRoot ? words.tellsAll : null;
  if (channels.length === 0) return words.tellsNobody;
  return (
    <>
      {words.tells}{" "}
      {channels.map((id, i) => (
        <>
          {i > 0 && words.comma}
          <ChannelLink viewer={viewer} tree={tree} id={id} />
        </>
      ))}
    </>
  );
};

const ChannelLink = ({ viewer, tree, id }: TreeProps & { id: number }) => {
  const words = viewer.words.alerts.routes;
  const channel = tree.channels.find((one) => one.id === id);
  if (channel === undefined) return words.gone(id);
  const { name, enabled } = channel;
  return (
    <a class="url" href={pathOfChannel({ id })}>
      {enabled ? name : words.disabled(name)}
    </a>
  );
};

/** When and together with what a route tells, as far as it says so itself. */
function partsOf({ language, words }: Viewer, route: Route): string[] {
  const say = words.alerts.routes;
  const { groupBy, waitMs, intervalMs, repeatMs, digestMs, mute, goesOn } = route;
  const length = (ms: number) => formatSpan(ms, language);
  const windows = mute?.map((window) => describeWindow(window, language)) ?? [];
  const parts = [
    waitMs === undefined ? null : waitMs === 0 ? say.atOnce : say.wait(length(waitMs)),
    digestMs == null ? null : say.digest(length(digestMs)),
    intervalMs === undefined ? null : say.interval(length(intervalMs)),
    repeatMs === null ? say.noRepeat : null,
    repeatMs == null ? null : say.repeat(length(repeatMs)),
    groupBy === undefined || groupBy.length === 0
      ? null
      : say.together(say.list(groupBy)),
    windows.length === 0 ? null : say.mute(say.list(windows)),
    goesOn === true ? say.goesOn : null,
  ];
  return parts.filter((part) => part !== null);
}

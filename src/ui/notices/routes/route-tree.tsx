// Says the tree of routes in words: who is told what, and when.
import { writeMatchers } from "#domain/notices/routing/matcher.ts";
import { type Route, usualRule } from "#domain/notices/routing/routes.ts";
import { pathOfChannel } from "#ui/notices/channels/channel-view.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatSpan } from "#ui/words/format.ts";
import { describeWindow } from "#ui/words/schedule-words.ts";
import type { RouteTree } from "./route-view.ts";

type TreeProps = { viewer: Viewer; tree: RouteTree };

export const RouteTreeView = ({ viewer, tree }: TreeProps) => (
  <ul>
    <Branch viewer={viewer} tree={tree} route={rootOf(tree.routes)} isRoot />
  </ul>
);

/** The top with the usual times, where it says none itself. */
const rootOf = (root: Route): Route => ({
  waitMs: usualRule.timing.waitMs,
  ...(root.digestMs == null && { intervalMs: usualRule.timing.intervalMs }),
  repeatMs: usualRule.timing.repeatMs,
  ...root,
});

type BranchProps = TreeProps & { route: Route; isRoot?: boolean };

const Branch = ({ viewer, tree, route, isRoot = false }: BranchProps) => {
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
      {below.length > 0 && (
        <ul class="tree">
          {below.map((child) => (
            <Branch viewer={viewer} tree={tree} route={child} />
          ))}
        </ul>
      )}
    </li>
  );
};

/** Whom a route tells; one without channels of its own tells those above. */
const Told = ({ viewer, tree, route: { channels }, isRoot }: BranchProps) => {
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

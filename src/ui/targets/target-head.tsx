// Heads the pages of a target: where one is, what the target is in words, and what can be
// done with it.
import { numberNames } from "#domain/readings/step-names.ts";
import type { Target } from "#domain/targets/target.ts";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { describeSchedule } from "#ui/words/schedule-words.ts";
import type { Words } from "#ui/words/words.ts";

/** The pages of a target, by their names in the words, and their paths after its own. */
const tabs = {
  runs: "",
  site: "/site",
  pages: "/pages",
  tree: "/tree",
  brokenLinks: "/broken-links",
  changes: "/changes",
  readings: "/readings",
} as const;

export type TargetTab = keyof typeof tabs;

const siteTabs: readonly TargetTab[] = ["runs", "site", "pages", "tree", "brokenLinks"];

/** The pages that a target has besides its own: none where it has no other. */
function tabsOf({ kind, extract }: Target): readonly TargetTab[] {
  if (kind === "site") return siteTabs;
  if (kind === "heartbeat") return ["runs", "readings"];
  if (extract.length === 0) return [];
  return numberNames(extract).length === 0
    ? ["runs", "changes"]
    : ["runs", "changes", "readings"];
}

type HeadProps = {
  viewer: Viewer;
  target: Target;
  /** Which page it is; null for one below these. */
  tab: TargetTab | null;
};

export const pathOfTarget = ({ id }: Pick<Target, "id">): string => `/targets/${id}`;

export const TargetHead = ({ viewer, target, tab }: HeadProps) => (
  <div class="head">
    <div>
      <Breadcrumb viewer={viewer} target={target} />
      <h1>{target.name}</h1>
      <Summary viewer={viewer} target={target} />
      <Description target={target} />
      <Tabs viewer={viewer} target={target} tab={tab} />
    </div>
    {viewer.role === "admin" && <Actions viewer={viewer} target={target} />}
  </div>
);

type TargetProps = { viewer: Viewer; target: Target };

export const addressOfTag = (tag: string): string => `/?${new URLSearchParams({ tag })}`;

const Breadcrumb = ({ viewer: { words }, target }: TargetProps) => {
  const [tag] = target.tags;
  return (
    <nav aria-label={words.target.where}>
      <a href="/">{words.common.places.overview}</a>
      {tag !== undefined && (
        <>
          {" "}
          <span class="faint">/</span> <a href={addressOfTag(tag)}>{tag}</a>
        </>
      )}
    </nav>
  );
};

const Summary = ({ viewer, target }: TargetProps) => {
  const { kind, request, url, tags, key } = target;
  const { words } = viewer;
  const schedule = describeSchedule(target.schedule, viewer);
  return (
    <p class="quiet">
      {kind === "heartbeat" ? (
        words.heartbeats.summary(words.common.capitalised(schedule))
      ) : (
        <>
          {words.target.summary(schedule, kind === "site" ? null : request.method)}{" "}
          <a class="url" href={url} rel="noreferrer">
            {url}
          </a>
        </>
      )}
      {key !== null && (
        <>
          {" "}
          <code>{key}</code>
        </>
      )}
      {tags.map((tag) => (
        <>
          {" "}
          <a class="tag" href={addressOfTag(tag)}>
            {tag}
          </a>
        </>
      ))}
    </p>
  );
};

const Description = ({ target: { heartbeat } }: Pick<TargetProps, "target">) =>
  heartbeat === null || heartbeat.description === "" ? null : (
    <p>{heartbeat.description}</p>
  );

const Tabs = ({
  viewer: { words },
  target,
  tab,
}: TargetProps & Pick<HeadProps, "tab">) => {
  const names = tabsOf(target);
  return names.length === 0 ? null : (
    <nav class="row wide" aria-label={words.target.tabsName}>
      {names.map((name) => {
        const title = words.target.tabs[name];
        return (
          <a
            href={`${pathOfTarget(target)}${tabs[name]}`}
            aria-current={name === tab ? "page" : undefined}
          >
            {name === tab ? <b>{title}</b> : title}
          </a>
        );
      })}
    </nav>
  );
};

/** The crawls of a paused site are paused with it; a heartbeat's job runs elsewhere. */
export const canRunNow = ({ kind, enabled }: Target): boolean =>
  kind === "page" || (kind === "site" && enabled);

/** The form that begins as a copy of the target. */
const pathOfCopy = ({ kind, id }: Target): string =>
  `/${kind === "heartbeat" ? "heartbeats" : "targets"}/new?from=${id}`;

/** One form for all: each button says where it is sent. */
const Actions = ({ viewer: { words, formToken }, target }: TargetProps) => {
  const path = pathOfTarget(target);
  const { actions } = words.target;
  const canRun = canRunNow(target);
  return (
    <form class="row" method="post" action={`${path}/run`}>
      <FormToken token={formToken} />
      {canRun && (
        <button type="submit" class="primary" data-run>
          {actions.run}
        </button>
      )}
      <button
        type="submit"
        formaction={`${path}/${target.enabled ? "pause" : "resume"}`}
        class={canRun || target.enabled ? undefined : "primary"}
      >
        {target.enabled ? actions.pause : actions.resume}
      </button>
      <a class="button" href={`${path}/edit`}>
        {actions.edit}
      </a>
      <MaintenanceMenu words={words.maintenance} path={`${path}/maintenance`} />
      <details class="menu">
        <summary class="button">{actions.more}</summary>
        <ul class="card">
          <li>
            <a class="button" href={pathOfCopy(target)}>
              {actions.duplicate}
            </a>
          </li>
          <li>
            <details>
              <summary class="danger">{actions.deleteAsk}</summary>
              <p class="small">{actions.deleteWarning}</p>
              <button type="submit" class="danger" formaction={`${path}/delete`}>
                {actions.delete}
              </button>
            </details>
          </li>
        </ul>
      </details>
    </form>
  );
};

type MenuProps = { words: Words["maintenance"]; path: string };

/** Two clicks, or a time: its fields are sent with the form that it stands in. */
const MaintenanceMenu = ({ words, path }: MenuProps) => (
  <details class="menu">
    <summary class="button">{words.menu}</summary>
    <ul class="card">
      {Object.entries(words.lengths).map(([length, title]) => (
        <li>
          <button type="submit" formaction={path} name="for" value={length}>
            {title}
          </button>
        </li>
      ))}
      <li>
        <label>
          {words.untilLabel} <input type="datetime-local" name="until" />
        </label>
        <button type="submit" formaction={path}>
          {words.untilButton}
        </button>
      </li>
      <li>
        <a class="button" href="/maintenance">
          {words.list}
        </a>
      </li>
    </ul>
  </details>
);

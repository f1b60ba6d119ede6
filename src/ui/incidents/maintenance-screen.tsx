// Shows the maintenance windows, and the form that sets one.

import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import type { StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatInstant, formatSpan } from "#ui/words/format.ts";
import { describeTiming } from "#ui/words/schedule-words.ts";
import { MaintenanceForm } from "./maintenance-form.tsx";
import type { MaintenanceView, ShownWindow } from "./maintenance-view.ts";

type ScreenProps = { viewer: Viewer; view: MaintenanceView; notice: Notice | null };

export const MaintenanceScreen = ({ viewer, view, notice }: ScreenProps) => {
  const words = viewer.words.maintenance;
  const active = view.windows.filter(({ state }) => state === "active").length;
  const title = active === 0 ? words.title.none : words.title.some(counted(active));
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place="maintenance" />
      <div class="head">
        <h1>{title}</h1>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <section class="card">
        {view.windows.length === 0 ? (
          <p class="quiet">{words.empty}</p>
        ) : (
          <Windows viewer={viewer} windows={view.windows} />
        )}
        {view.more > 0 && <p class="small quiet">{words.more(counted(view.more))}</p>}
      </section>
      {viewer.role === "admin" && <MaintenanceForm viewer={viewer} view={view} />}
    </Page>
  );
};

type WindowsProps = { viewer: Viewer; windows: readonly ShownWindow[] };

const Windows = ({ viewer, windows }: WindowsProps) => {
  const { caption, columns } = viewer.words.maintenance;
  const { actions, ...shown } = columns;
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {Object.values(shown).map((title) => (
            <th scope="col">{title}</th>
          ))}
          {viewer.role === "admin" && <th scope="col">{actions}</th>}
        </tr>
      </thead>
      <tbody>
        {windows.map((window) => (
          <Row viewer={viewer} window={window} />
        ))}
      </tbody>
    </table>
  );
};

type RowProps = { viewer: Viewer; window: ShownWindow };

const shapes: Readonly<Record<ShownWindow["state"], StatusKind>> = {
  active: "maintenance",
  upcoming: "new",
  past: "paused",
};

const Row = ({ viewer, window }: RowProps) => {
  const words = viewer.words.maintenance;
  const { columns } = words;
  const state = words.states[window.state];
  return (
    <tr>
      <th scope="row" class="all">
        {window.name}
      </th>
      <td data-th={columns.state}>
        <Status kind={shapes[window.state]} language={viewer.language} words={state} />
      </td>
      <td data-th={columns.whom}>{sayScope(window, viewer)}</td>
      <td data-th={columns.when}>{sayTiming(window, viewer)}</td>
      {viewer.role === "admin" && (
        <td data-th={columns.actions}>
          <Buttons viewer={viewer} window={window} />
        </td>
      )}
    </tr>
  );
};

function sayScope({ scope }: ShownWindow, { words, language }: Viewer): string {
  const { ofAll, targets, tags } = words.maintenance;
  if ("all" in scope) return ofAll;
  const joined = language === "ja" ? "、" : ", ";
  return [
    ...(scope.targets.length > 0 ? [targets(scope.targets.join(", "))] : []),
    ...(scope.tags.length > 0 ? [tags(scope.tags.join(", "))] : []),
  ].join(joined);
}

function sayTiming({ timing, next }: ShownWindow, viewer: Viewer): string {
  const words = viewer.words.maintenance;
  if (!("schedule" in timing))
    return words.until(
      formatInstant(timing.from, viewer),
      formatInstant(timing.until, viewer),
    );
  const length = formatSpan(timing.lastsMs, viewer.language);
  return viewer.words.common.sentences([
    words.each(describeTiming(timing.schedule, viewer.language), length),
    next && words.nextAt(formatInstant(next.from, viewer)),
  ]);
}

const Buttons = ({ viewer, window }: RowProps) => {
  const words = viewer.words.maintenance;
  const path = `/maintenance/${window.id}`;
  const canEnd = window.state === "active" && !("schedule" in window.timing);
  return (
    <form class="row" method="post" action={`${path}/delete`}>
      <FormToken token={viewer.formToken} />
      {canEnd && (
        <button type="submit" formaction={`${path}/end`}>
          {words.end}
          <span class="out">: {window.name}</span>
        </button>
      )}
      <button type="submit">
        {words.cancel}
        <span class="out">: {window.name}</span>
      </button>
    </form>
  );
};

// Shows the page that adds or changes one route, and the question before one is deleted.
import type { Place } from "#domain/notices/routing/edit-routes.ts";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { RefusalSummary } from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { RouteForm } from "./route-form.tsx";
import { type RouteFormView, writePlace } from "./route-form-view.ts";
import { RouteTreeView } from "./route-tree.tsx";
import type { RouteTree } from "./route-view.ts";

type FormProps = { viewer: Viewer; form: RouteFormView };

export const RouteFormScreen = ({ viewer, form }: FormProps) => {
  const words = viewer.words.alerts.routeForm;
  const title = sayTitle(form, viewer);
  const { labels } = words;
  return (
    <Page viewer={viewer} title={title} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="routes" />
      <h1>{title}</h1>
      <RefusalSummary viewer={viewer} refusals={form.refusals} labels={labels} />
      {form.isChanged && form.at !== null && (
        <section class="card" aria-labelledby="standing">
          <h2 id="standing">{words.standing}</h2>
          <RouteTreeView viewer={viewer} tree={form.tree} at={form.at} />
        </section>
      )}
      <RouteForm viewer={viewer} form={form} />
      {form.at !== null && <Further viewer={viewer} at={form.at} />}
    </Page>
  );
};

function sayTitle({ at }: RouteFormView, { words }: Viewer): string {
  const { titles } = words.alerts.routeForm;
  if (at === null) return titles.add;
  return at.length === 0 ? titles.top : titles.change;
}

const Further = ({ viewer, at }: { viewer: Viewer; at: Place }) => {
  const words = viewer.words.alerts.routeForm;
  const place = writePlace(at);
  return (
    <p class="row">
      <a class="button" href={`/routes/new?below=${place}`}>
        {words.addBelow}
      </a>
      {at.length > 0 && (
        <a class="button danger" href={`/routes/delete?at=${place}`}>
          {words.delete}
        </a>
      )}
    </p>
  );
};

type DeleteProps = {
  viewer: Viewer;
  tree: RouteTree;
  at: Place;
  /** How many routes stand below it. */
  below: number;
  revision: string;
};

export const DeleteRouteScreen = ({ viewer, tree, at, below, revision }: DeleteProps) => {
  const { ask } = viewer.words.alerts.routeForm;
  return (
    <Page viewer={viewer} title={ask.title} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="routes" />
      <h1>{ask.title}</h1>
      <section class="said failed">
        <p>{ask.warning(counted(below))}</p>
      </section>
      <section class="card">
        <RouteTreeView viewer={viewer} tree={tree} at={at} />
      </section>
      <form class="card" method="post" action="/routes/delete">
        <FormToken token={viewer.formToken} />
        <input type="hidden" name="at" value={writePlace(at)} />
        <input type="hidden" name="revision" value={revision} />
        <div class="row">
          <button type="submit" class="danger">
            {ask.sure}
          </button>
          <a class="button" href="/routes">
            {viewer.words.alerts.routes.back}
          </a>
        </div>
      </form>
    </Page>
  );
};

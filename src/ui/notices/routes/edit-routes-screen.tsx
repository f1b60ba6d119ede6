// Shows the tree of routes as the document that the API takes, to be changed.

import { Lines } from "#ui/notices/lines.tsx";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { RefusalSummary, type Refusals } from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

type EditProps = {
  viewer: Viewer;
  /** What was typed, or the stored tree. */
  json: string;
  /** What the change must find. */
  revision: string;
  refusals: Refusals;
};

export const EditRoutesScreen = ({ viewer, json, revision, refusals }: EditProps) => {
  const words = viewer.words.alerts.routes;
  return (
    <Page viewer={viewer} title={words.edit} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="routes" />
      <h1>{words.edit}</h1>
      <RefusalSummary viewer={viewer} refusals={refusals} labels={{ json: words.json }} />
      <form
        class="card"
        method="post"
        action="/routes/edit"
        enctype="multipart/form-data"
      >
        <FormToken token={viewer.formToken} />
        <input type="hidden" name="revision" value={revision} />
        <Lines
          name="json"
          label={words.json}
          hint={
            <>
              {words.jsonHint} <a href="/docs#replaceRoutes">{words.reference}</a>
            </>
          }
          value={json}
          rows={24}
          refusals={refusals}
        />
        <div class="row">
          <button type="submit" class="primary">
            {words.save}
          </button>
          <a class="button" href="/routes">
            {words.back}
          </a>
        </div>
      </form>
    </Page>
  );
};

// Shows the tree of routes, and answers what would be told to whom if something went down.
import { severities } from "#domain/notices/event.ts";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import {
  RefusalSummary,
  type Refusals,
  SelectField,
  TextField,
} from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { AnswerView } from "./route-answer.tsx";
import { RouteTreeView } from "./route-tree.tsx";
import {
  countRoutes,
  isUsual,
  type RouteAnswer,
  type RouteQuestion,
  type RouteTree,
} from "./route-view.ts";

type RoutesProps = {
  viewer: Viewer;
  tree: RouteTree;
  /** The tree's ETag. */
  revision: string;
  question: RouteQuestion;
  answer: RouteAnswer | null;
  refusals: Refusals;
  notice: Notice | null;
};

export const RoutesScreen = (props: RoutesProps) => {
  const { viewer, tree, refusals, answer, notice } = props;
  const words = viewer.words.alerts.routes;
  const title = sayTitle(tree, viewer);
  return (
    <Page viewer={viewer} title={title} place="alerts">
      <AlertsNav viewer={viewer} place="routes" />
      <div class="head">
        <div>
          <h1>{title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        {viewer.role === "admin" && (
          <a class="button" href="/routes/new?below=top">
            {viewer.words.alerts.routeForm.titles.add}
          </a>
        )}
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <RefusalSummary
        viewer={viewer}
        refusals={refusals}
        labels={{ target: words.target }}
      />
      <section class="card" aria-labelledby="explain">
        <h2 id="explain">{words.explainTitle}</h2>
        <QuestionForm {...props} />
        {answer !== null && <AnswerView viewer={viewer} answer={answer} />}
      </section>
      <section class="card" aria-labelledby="tree">
        <h2 id="tree">{words.treeTitle}</h2>
        <RouteTreeView viewer={viewer} tree={tree} isEdited={viewer.role === "admin"} />
        {viewer.role === "admin" && <Edit viewer={viewer} revision={props.revision} />}
      </section>
    </Page>
  );
};

/** The form of the buttons in the tree, and the way to change all of it at once. */
const Edit = ({ viewer, revision }: Pick<RoutesProps, "viewer" | "revision">) => {
  const words = viewer.words.alerts.routes;
  return (
    <>
      <form method="post" action="/routes/move" id="move">
        <FormToken token={viewer.formToken} />
        <input type="hidden" name="revision" value={revision} />
      </form>
      <details>
        <summary>{words.advanced}</summary>
        <p>
          {words.advancedHint} <a href="/routes/edit">{words.edit}</a>
        </p>
      </details>
    </>
  );
};

function sayTitle({ routes, channels }: RouteTree, { words }: Viewer): string {
  const { heading } = words.alerts.routes;
  if (channels.length === 0) return heading.nobody;
  return isUsual(routes) ? heading.usual : heading.own(counted(1 + countRoutes(routes)));
}

const QuestionForm = ({ viewer, question, refusals }: RoutesProps) => {
  const words = viewer.words.alerts.routes;
  return (
    <form class="filter row" method="get" action="/routes">
      <TextField
        name="target"
        label={words.target}
        value={question.target}
        refusals={refusals}
        input={{ required: true, autocomplete: "off" }}
      />
      <SelectField
        name="severity"
        label={words.severity}
        value={question.severity}
        refusals={refusals}
        choices={severities.map((value) => ({ value, words: words.severities[value] }))}
      />
      <button type="submit">{words.ask}</button>
    </form>
  );
};

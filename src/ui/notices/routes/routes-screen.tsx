// Shows the tree of routes, and answers what would be told to whom if something went down.
import { severities } from "#domain/notices/event.ts";
import { pathOfChannel } from "#ui/notices/channels/channel-view.ts";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import {
  RefusalSummary,
  type Refusals,
  SelectField,
  TextField,
} from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatSpan } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
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
        hint={words.targetHint}
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

type AnswerProps = { viewer: Viewer; answer: RouteAnswer };

const AnswerView = ({ viewer, answer }: AnswerProps) => {
  const words = viewer.words.alerts.routes.answer;
  const { channels, reasons, name, path } = answer;
  const told = channels.filter((channel) => channel.told).length;
  const said = told === 0 ? words.nobody(name) : words.told(counted(told), name);
  return (
    <>
      <p class="url" role="status">
        {said} <a href={path}>{words.look}</a>
      </p>
      {reasons.length > 0 && (
        <ul aria-label={words.reasons}>
          {reasons.map((reason) => (
            <Reason viewer={viewer} reason={reason} />
          ))}
        </ul>
      )}
      {channels.length > 0 && <ChannelTable viewer={viewer} answer={answer} />}
      <RouteTable viewer={viewer} answer={answer} />
    </>
  );
};

const shapes = { untold: "skipped", later: "late", maybe: "unknown" } as const;

type ReasonProps = { viewer: Viewer; reason: RouteAnswer["reasons"][number] };

const Reason = ({ viewer, reason: { effect, says, until } }: ReasonProps) => {
  const words = viewer.words.alerts.routes.answer;
  return (
    <li class="url">
      <Status
        kind={shapes[effect]}
        language={viewer.language}
        words={words.effects[effect]}
      />{" "}
      {sentenceIn(viewer.language, says)}
      {until !== null && (
        <>
          {" "}
          <TimeSentence viewer={viewer} at={until} say={words.until} />
        </>
      )}
    </li>
  );
};

const ChannelTable = ({ viewer, answer: { channels, name, at } }: AnswerProps) => {
  const words = viewer.words.alerts.routes.answer;
  const { columns } = words;
  return (
    <table class="rows">
      <caption>
        <span class="url">{words.caption(name)}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">{columns.channel}</th>
          <th scope="col">{columns.when}</th>
          <th scope="col">{columns.why}</th>
          <th scope="col">{columns.route}</th>
        </tr>
      </thead>
      <tbody>
        {channels.map((channel) => (
          <tr>
            <th scope="row">
              {channel.name === "" ? (
                viewer.words.alerts.routes.gone(channel.id)
              ) : (
                <a class="url" href={pathOfChannel(channel)}>
                  {channel.name}
                </a>
              )}
            </th>
            <td>{sayWhen(channel.toldAt, at, viewer)}</td>
            <td class="all">{sentenceIn(viewer.language, channel.why)}</td>
            <td class="all">
              <code class="url">{channel.path}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

function sayWhen(toldAt: number | null, at: number, { language, words }: Viewer): string {
  const { never, atOnce, inTime } = words.alerts.routes.answer;
  if (toldAt === null) return never;
  const seconds = Math.ceil((toldAt - at) / 1_000);
  return seconds <= 0 ? atOnce : inTime(formatSpan(seconds * 1_000, language));
}

const RouteTable = ({ viewer, answer: { routes } }: AnswerProps) => {
  const words = viewer.words.alerts.routes.answer;
  const columns = words.columnsOfRoutes;
  return (
    <details>
      <summary>{words.routesTitle}</summary>
      <table class="rows">
        <caption class="out">{words.routesTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.route}</th>
            <th scope="col">{columns.takes}</th>
            <th scope="col">{columns.why}</th>
          </tr>
        </thead>
        <tbody>
          {routes.map(({ path, takes, why }) => (
            <tr>
              <th scope="row">
                <code class="url">{path}</code>
              </th>
              <td>
                <Status
                  kind={takes ? "up" : "skipped"}
                  language={viewer.language}
                  words={words.takes[takes ? "yes" : "no"]}
                />
              </td>
              <td class="all">{sentenceIn(viewer.language, why)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

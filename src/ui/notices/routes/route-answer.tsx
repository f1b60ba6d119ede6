// Shows the answer to what would be told to whom: which channels and when, and what keeps
// it quiet.
import { pathOfChannel } from "#ui/notices/channels/channel-view.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatSpan } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { RouteAnswer } from "./route-view.ts";

type AnswerProps = { viewer: Viewer; answer: RouteAnswer };

export const AnswerView = ({ viewer, answer }: AnswerProps) => {
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

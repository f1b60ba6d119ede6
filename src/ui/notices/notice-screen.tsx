// Shows one notice: how it stands, how often it was tried, and the message that it is.
import type { MessageItem, MessageState } from "#domain/notices/message.ts";
import { Answer } from "#ui/notices/channels/channel-words.tsx";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { Status, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { pathOfNotice, type ShownNotice, shapeOf } from "./notice-view.ts";
import { ChannelName } from "./notices-screen.tsx";

type NoticeProps = { viewer: Viewer; told: ShownNotice };

export const NoticeScreen = ({
  viewer,
  told,
  notice,
}: NoticeProps & { notice: Notice | null }) => {
  const words = viewer.words.alerts.notices;
  const title = words.title(words.states[told.state], told.message.title);
  return (
    <Page viewer={viewer} title={title} place="alerts" narrow>
      <AlertsNav viewer={viewer} place="notices" />
      <p class="small">
        <a href="/notices">{words.all}</a>
      </p>
      <div class="head">
        <h1 class="url">{title}</h1>
        {told.state === "dead" && viewer.role === "admin" && (
          <form method="post" action={`${pathOfNotice(told)}/resend`}>
            <FormToken token={viewer.formToken} />
            <button type="submit" class="primary">
              {words.resend}
            </button>
          </form>
        )}
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <State viewer={viewer} told={told} />
      <MessageCard viewer={viewer} told={told} />
    </Page>
  );
};

const State = ({ viewer, told }: NoticeProps) => {
  const words = viewer.words.alerts.notices;
  const { state, attempts, answer, dueAt, sentAt, createdAt } = told;
  return (
    <section class={`said ${shapeOf[state]}`}>
      <Status
        kind={shapeOf[state]}
        language={viewer.language}
        words={words.states[state]}
      />
      <dl class="pairs">
        <dt>{words.columns.channel}</dt>
        <dd>
          <ChannelName viewer={viewer} notice={told} />
        </dd>
        {answer !== null && (
          <>
            <dt>{words.columns.answer}</dt>
            <dd>
              <Answer viewer={viewer} answer={answer} />
            </dd>
          </>
        )}
        <dt>{words.id}</dt>
        <dd>
          <code>{told.id}</code>
        </dd>
      </dl>
      <p>
        {attempts === 0 ? words.notTried : words.tried(counted(attempts))}{" "}
        <TimeSentence viewer={viewer} at={createdAt} say={words.madeAt} />{" "}
        {sentAt !== null && (
          <TimeSentence viewer={viewer} at={sentAt} say={words.sentAt} />
        )}
        {dueAt !== null && (
          <TimeSentence viewer={viewer} at={dueAt} form="ago" say={words.next} />
        )}
      </p>
      {state === "dead" && <p>{words.deadSaid}</p>}
    </section>
  );
};

const MessageCard = ({ viewer, told: { message } }: NoticeProps) => {
  const words = viewer.words.alerts.notices;
  return (
    <section class="card" aria-labelledby="message">
      <h2 id="message">{words.message}</h2>
      <p class="small quiet">{words.messageLead}</p>
      <div class="card" lang={message.language}>
        <p class="url">
          <strong>{message.title}</strong>
        </p>
        {message.text !== null && <pre class="scroll">{message.text}</pre>}
        <ul class="services">
          {message.items.map((item) => (
            <Item viewer={viewer} item={item} isNamed={item.title !== message.title} />
          ))}
        </ul>
      </div>
      {message.more > 0 && <p>{words.more(counted(message.more))}</p>}
    </section>
  );
};

const shapes: Readonly<Record<MessageState, StatusKind>> = {
  firing: "down",
  resolved: "up",
  info: "new",
};

type ItemProps = { viewer: Viewer; item: MessageItem; isNamed: boolean };

const Item = ({ viewer, item, isNamed }: ItemProps) => {
  const words = viewer.words.alerts.notices;
  return (
    <li>
      <span lang={viewer.language}>
        <Status
          kind={shapes[item.state]}
          language={viewer.language}
          words={words.messageStates[item.state]}
        />
      </span>
      {isNamed && <h3 class="url">{item.title}</h3>}
      {item.text !== "" && <p class="url">{item.text}</p>}
      <dl class="pairs">
        {item.fields.map(({ name, value }) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {item.url?.startsWith("http") && (
        <p lang={viewer.language}>
          <a href={item.url}>{words.look}</a>
        </p>
      )}
    </li>
  );
};

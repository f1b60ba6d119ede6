// Says of a channel what it is, how it stands and what it answered last.
import type { ChannelKindName } from "#domain/notices/channels/kinds.ts";
import { type FateKind, Status, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import {
  type ChannelView,
  type NoticeCount,
  pathOfChannel,
  type ShownAnswer,
} from "./channel-view.ts";

export const titleOfKind = (kind: string, { words }: Viewer): string =>
  words.channels.kinds[kind as ChannelKindName] ?? words.channels.unknownKind(kind);

/** Whether it takes notices, as far as is known. */
export const isTroubled = ({ enabled, problem, lastAnswer }: ChannelView): boolean =>
  enabled && (problem !== null || (lastAnswer !== null && lastAnswer.outcome !== "sent"));

const shapes: Readonly<Record<ShownAnswer["outcome"], StatusKind | FateKind>> = {
  sent: "up",
  retry: "degraded",
  refused: "failed",
};

type ChannelProps = { viewer: Viewer; channel: ChannelView };

/** How a channel stands: disabled, not usable, or as it answered last. */
export const ChannelStatus = ({ viewer, channel }: ChannelProps) => {
  const { states } = viewer.words.channels;
  const say = (kind: StatusKind | FateKind, words: string) => (
    <Status kind={kind} language={viewer.language} words={words} />
  );
  if (!channel.enabled) return say("paused", states.disabled);
  if (channel.problem !== null) return say("failed", states.unusable);
  if (channel.lastAnswer === null) return say("new", states.never);
  return <AnswerStatus viewer={viewer} answer={channel.lastAnswer} />;
};

type AnswerProps = { viewer: Viewer; answer: ShownAnswer };

export const AnswerStatus = ({ viewer, answer: { outcome, isTest } }: AnswerProps) => (
  <Status
    kind={shapes[outcome]}
    language={viewer.language}
    words={viewer.words.channels.states[isTest ? (`${outcome}Test` as const) : outcome]}
  />
);

/** What a channel said, in one sentence. */
export function sayAnswer(
  { status, why }: Pick<ShownAnswer, "status" | "why">,
  viewer: Viewer,
): string {
  if (why !== null) return sentenceIn(viewer.language, why);
  const words = viewer.words.channels;
  return status === null ? words.noStatus : words.status(status);
}

/** What a channel said, and when. */
export const Answer = ({ viewer, answer }: AnswerProps) => (
  <>
    <span class="url">{sayAnswer(answer, viewer)}</span>{" "}
    <span class="small quiet">
      <Time at={answer.at} form="ago" viewer={viewer} />
    </span>
  </>
);

/** "3 waiting, 1 dead"; "none" without any. */
export function sayCounts({ waiting, dead }: ChannelView, { words }: Viewer): string {
  const { counts } = words.channels;
  const said = [
    { of: waiting, say: counts.waiting },
    { of: dead, say: counts.dead },
  ].flatMap(({ of, say }) => (of.count === 0 ? [] : [say(counted(of.count), of.isMore)]));
  return said.length === 0 ? counts.none : said.join(", ");
}

/** So much of a name or a host stands in a row of a table; its page has it whole. */
const shortChars = 24;

export function shorten(text: string): string {
  const characters = [...text];
  return characters.length > shortChars
    ? `${characters.slice(0, shortChars - 1).join("")}…`
    : text;
}

export const noCount: NoticeCount = { count: 0, isMore: false };

/** A form that does one thing with a channel, and leads to the page `to`. */
export const ChannelForm = ({
  viewer,
  channel,
  does,
  to,
}: ChannelProps & { does: "test" | "enable" | "disable"; to: string }) => (
  <form method="post" action={`${pathOfChannel(channel)}/${does}`}>
    <FormToken token={viewer.formToken} />
    <input type="hidden" name="to" value={to} />
    <button type="submit">
      {viewer.words.channels[does]}
      <span class="out">{viewer.words.channels.of(channel.name)}</span>
    </button>
  </form>
);

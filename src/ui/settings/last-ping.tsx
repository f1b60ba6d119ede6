// Shows when the dead-man ping was sent last, and what it was answered.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { Telling } from "./settings-view.ts";

/** Whether the receiver took it. */
export const isPingTaken = ({ status }: { status: number | null }): boolean =>
  status !== null && status >= 200 && status < 300;

type PingProps = { viewer: Viewer; deadMan: NonNullable<Telling["deadMan"]> };

export const LastPing = ({ viewer, deadMan: { problem, lastPing } }: PingProps) => {
  const words = viewer.words.settings.alerts;
  if (problem !== null) return sentenceIn(viewer.language, problem);
  if (lastPing === null)
    return <Status kind="new" language={viewer.language} words={words.neverPinged} />;
  const { at, status } = lastPing;
  return (
    <>
      <Status
        kind={isPingTaken(lastPing) ? "up" : "failed"}
        language={viewer.language}
        words={status === null ? words.unanswered : words.answered(status)}
      />{" "}
      <Time at={at} form="ago" viewer={viewer} />
    </>
  );
};

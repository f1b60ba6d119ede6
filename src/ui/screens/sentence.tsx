// Puts instants into sentences: a language says where in the sentence the time stands.
import { formatTime, Time, type TimeForm } from "./time.tsx";
import type { Viewer } from "./viewer.ts";

/** Stands for the time while the sentence is made; no text has it (unicode.org, private use). */
const place = "\uE000";

/** Japanese stands apart from digits only: "02:00 に", "3 時間前に". */
const isJapanese = (character: string): boolean => character > "\u3000";

type SentenceProps = {
  viewer: Viewer;
  /** Epoch ms. */
  at: number;
  form?: TimeForm;
  say: (time: string) => string;
};

export const TimeSentence = ({ viewer, at, form = "instant", say }: SentenceProps) => {
  const time = formatTime(at, form, viewer);
  const [before = "", after = ""] = say(place).split(place);
  return (
    <>
      {isJapanese(time.charAt(0)) ? before.trimEnd() : before}
      <Time at={at} form={form} viewer={viewer} />
      {isJapanese(time.charAt(time.length - 1)) ? after.trimStart() : after}
    </>
  );
};

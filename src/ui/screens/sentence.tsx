// Puts instants into sentences: a language says where in the sentence the time stands.
import { Time, type TimeForm } from "./time.tsx";
import type { Viewer } from "./viewer.ts";

/** Stands for the time while the sentence is made; no text has it (unicode.org, private use). */
const place = "\uE000";

type SentenceProps = {
  viewer: Viewer;
  /** Epoch ms. */
  at: number;
  form?: TimeForm;
  say: (time: string) => string;
};

export const TimeSentence = ({ viewer, at, form = "instant", say }: SentenceProps) => {
  const [before = "", after = ""] = say(place).split(place);
  return (
    <>
      {before}
      <Time at={at} form={form} viewer={viewer} />
      {after}
    </>
  );
};

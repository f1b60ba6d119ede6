// Says that a target is set aside and why, with a button that tries it again.
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { StateProps } from "./states/target-state.tsx";
import { pathOfTarget } from "./target-head.tsx";

export const SetAsideBox = ({ viewer, view: { target, aside } }: StateProps) => {
  if (aside === null) return null;
  const words = viewer.words.target.aside;
  return (
    <section class="said degraded" aria-labelledby="aside">
      <h2 id="aside" class="status">
        <Shape kind="degraded" />
        {words.title}
      </h2>
      <p>
        <TimeSentence viewer={viewer} at={aside.since} say={words.since} />{" "}
        <TimeSentence viewer={viewer} at={aside.retryAt} form="ago" say={words.retry} />
      </p>
      <p class="small">
        {words.reason} {sentenceIn(viewer.language, aside.reason)}
      </p>
      {viewer.role === "admin" && (
        <form class="row" method="post" action={`${pathOfTarget(target)}/retry`}>
          <FormToken token={viewer.formToken} />
          <button type="submit">{words.button}</button>
        </form>
      )}
    </section>
  );
};

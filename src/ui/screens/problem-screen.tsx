// Shows what went wrong with a request, and what to do then.
import { Page } from "./layout.tsx";
import type { Viewer } from "./viewer.ts";

type ProblemProps = {
  viewer: Viewer;
  /** Of the words' problems; `other` has none of its own. */
  name: string;
  /** What the API would answer, a sentence. */
  detail: string;
};

export const ProblemScreen = ({ viewer, name, detail }: ProblemProps) => {
  const { errors, common } = viewer.words;
  const { title, advice } =
    errors.problems[name as keyof typeof errors.problems] ?? errors.problems.other;
  return (
    <Page viewer={viewer} title={title} narrow>
      <h1>{title}</h1>
      <section class="said failed">
        <p>{detail}</p>
        <p>{advice}</p>
      </section>
      <p>
        <a class="button" href="/">
          {common.toOverview}
        </a>
      </p>
    </Page>
  );
};

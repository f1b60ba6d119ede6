// Lists the contents of a target that are kept.
import type { ContentFacts } from "#domain/changes/content.ts";
import { addressWith } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfContent, pathOfDiff } from "#ui/targets/change-address.ts";
import { formatBytes } from "#ui/words/format.ts";
import type { ChangesView } from "./change-view.ts";

type CardProps = { viewer: Viewer; view: ChangesView };

export const ContentsCard = ({ viewer, view }: CardProps) => {
  const words = viewer.words.changes.contents;
  if (view.contents.length === 0) return null;
  return (
    <section class="card" aria-labelledby="contents">
      <h2 id="contents">{words.title}</h2>
      <p class="quiet">{words.hint}</p>
      <table class="rows">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.seen}</th>
            <th scope="col">{words.text}</th>
            <th scope="col">{words.body}</th>
            <th scope="col">{words.hash}</th>
            <th scope="col">{viewer.words.changes.difference}</th>
          </tr>
        </thead>
        <tbody>
          {view.contents.map((content) => (
            <Row viewer={viewer} view={view} content={content} />
          ))}
        </tbody>
      </table>
      {view.olderContents !== null && (
        <p data-swap>
          <a
            href={addressWith(viewer.address, "contents", view.olderContents)}
            rel="next"
          >
            {words.more}
          </a>
        </p>
      )}
    </section>
  );
};

/** Enough to tell contents of one target apart at a glance. */
const hashShown = 8;

const Row = ({ viewer, view, content }: CardProps & { content: ContentFacts }) => {
  const words = viewer.words.changes.contents;
  const { hash, seenAt, readingBytes, rawBytes } = content;
  const { target, latest } = view;
  const path = pathOfContent(target, hash);
  return (
    <tr>
      <th scope="row" class="lead">
        <Time at={seenAt} viewer={viewer} />
      </th>
      <td data-th={words.text}>
        <a href={path}>{formatBytes(readingBytes)}</a>
      </td>
      <td data-th={words.body}>
        {rawBytes === null ? (
          <span class="faint">{words.noBody}</span>
        ) : (
          <span class="row">
            <a href={`${path}?raw=true`}>{formatBytes(rawBytes)}</a>
            <a href={`${path}/page`}>{words.page}</a>
          </span>
        )}
      </td>
      <td data-th={words.hash}>
        <code title={hash}>{hash.slice(0, hashShown)}</code>
      </td>
      <td>
        {latest !== null && latest !== hash && (
          <a href={pathOfDiff(target, { from: hash, to: latest })}>{words.compare}</a>
        )}
      </td>
    </tr>
  );
};

// Shows the addresses of a feed of changes, to copy, and renews the secret in them.

import type { FeedAddresses } from "#ui/changes/change-view.ts";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

type FeedProps = {
  viewer: Viewer;
  /** What the feed is of, in a sentence. */
  said: string;
  feed: FeedAddresses;
  /** What the form that renews the secret says: of which target or tag. */
  fields: Readonly<Record<string, string>>;
};

export const FeedCard = ({ viewer, said, feed, fields }: FeedProps) => {
  const words = viewer.words.changes.feeds;
  return (
    <section class="card" aria-labelledby="feeds">
      <h2 id="feeds">{words.title}</h2>
      <p class="quiet">{said}</p>
      {feed === null ? (
        <p>{words.noKey}</p>
      ) : (
        <>
          <dl class="pairs">
            <dt>Atom</dt>
            <dd>
              <Address address={feed.atom} />
            </dd>
            <dt>JSON Feed</dt>
            <dd>
              <Address address={feed.json} />
            </dd>
          </dl>
          <p class="small quiet">{words.secret}</p>
          {viewer.role === "admin" && <Renew viewer={viewer} fields={fields} />}
        </>
      )}
    </section>
  );
};

const Address = ({ address }: { address: string }) => (
  <a href={address}>
    <code>{address}</code>
  </a>
);

const Renew = ({ viewer, fields }: Pick<FeedProps, "viewer" | "fields">) => (
  <form class="row" method="post" action="/changes/feeds/renew">
    <FormToken token={viewer.formToken} />
    {Object.entries(fields).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <button type="submit">{viewer.words.changes.feeds.renew}</button>
  </form>
);

// Greets whoever opens an empty junkai: one field is enough to begin.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { noRefusals, TextField } from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatAgo } from "#ui/words/format.ts";

type FirstProps = {
  viewer: Viewer;
  /** Epoch ms; null before the first. */
  lastTickAt: number | null;
  notice: Notice | null;
};

export const FirstVisitScreen = ({ viewer, lastTickAt, notice }: FirstProps) => {
  const words = viewer.words.overview.empty;
  const isAdmin = viewer.role === "admin";
  return (
    <Page viewer={viewer} title={words.title} place="overview" narrow>
      <div class="head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{isAdmin ? words.said : words.reader}</p>
        </div>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      {isAdmin && <AddressForm viewer={viewer} />}
      {isAdmin && <OtherWays viewer={viewer} />}
      <section class="card" aria-labelledby="health">
        <h2 id="health">{words.health.title}</h2>
        <ul class="legend">
          <li>
            <Status
              kind={lastTickAt === null ? "new" : "up"}
              language={viewer.language}
              words={words.health[lastTickAt === null ? "noTicks" : "ticks"]}
            />
            {lastTickAt === null
              ? words.health.noTicksSaid
              : words.health.last(formatAgo(lastTickAt, viewer))}
          </li>
        </ul>
      </section>
    </Page>
  );
};

/** The form of the editor, with its one field. */
const AddressForm = ({ viewer }: { viewer: Viewer }) => {
  const words = viewer.words.overview.empty;
  return (
    <form class="card" method="post" action="/targets/new">
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="once" value={String(viewer.now)} />
      <TextField
        name="url"
        label={words.address}
        refusals={noRefusals}
        big
        input={{
          type: "url",
          inputmode: "url",
          autocomplete: "off",
          required: true,
          placeholder: "https://example.com/",
        }}
      />
      <div class="row">
        <button type="submit" class="primary" name="do" value="save">
          {words.add}
        </button>
        <button type="submit" name="do" value="try">
          {words.try}
        </button>
        <a class="button" href="/targets/new">
          {words.more}
        </a>
      </div>
    </form>
  );
};

const ways = [
  { name: "site", href: "/targets/new?kind=site" },
  { name: "heartbeat", href: "/heartbeats/new" },
  { name: "many", href: "/targets/paste" },
  { name: "api", href: "/docs" },
] as const;

const OtherWays = ({ viewer }: { viewer: Viewer }) => (
  <div class="two even">
    {ways.map(({ name, href }) => {
      const { title, said, link } =
        name === "heartbeat"
          ? viewer.words.heartbeats.way
          : viewer.words.overview.empty[name];
      return (
        <section class="card" aria-labelledby={`way-${name}`}>
          <h2 id={`way-${name}`}>{title}</h2>
          <p>{said}</p>
          <p>
            <a href={href}>{link}</a>
          </p>
        </section>
      );
    })}
  </div>
);

// Lays out the pages of a site: the target's head, and what the page is about.
import type { Child } from "hono/jsx";
import type { Target } from "#domain/targets/target.ts";
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { TargetHead, type TargetTab } from "#ui/targets/target-head.tsx";

/** What every page of a site is made from. */
export type OfSite = { viewer: Viewer; target: Target };

type SitePageProps = OfSite & {
  /** What the page says in words, before the name. */
  state: string;
  tab: TargetTab | null;
  notice?: Notice | null;
  liveSeconds?: number;
  children?: Child;
};

export const SitePage = ({
  viewer,
  target,
  state,
  tab,
  notice = null,
  liveSeconds,
  children,
}: SitePageProps) => (
  <Page
    viewer={viewer}
    title={viewer.words.target.title(state, target.name)}
    place="sites"
    {...(liveSeconds !== undefined && { liveSeconds })}
  >
    <NoticeView viewer={viewer} notice={notice} />
    <TargetHead viewer={viewer} target={target} tab={tab} />
    {children}
  </Page>
);

/** A section with its heading, and links beside it. */
export const Section = ({
  id,
  title,
  links,
  children,
}: {
  id: string;
  title: Child;
  links?: Child;
  children?: Child;
}) => (
  <section class="card" aria-labelledby={id}>
    <header>
      <h2 id={id}>{title}</h2>
      {links !== undefined && <p class="small row wide">{links}</p>}
    </header>
    {children}
  </section>
);

// Says of a target that is no site that it has no crawls and no pages, and leads back.
import { Page } from "#ui/screens/layout.tsx";
import { pathOfTarget } from "#ui/targets/target-head.tsx";
import type { OfSite } from "./site-page.tsx";

export const NoSiteScreen = ({ viewer, target }: OfSite) => {
  const { noSite } = viewer.words.sites;
  return (
    <Page viewer={viewer} title={noSite.title(target.name)} narrow>
      <h1>{noSite.title(target.name)}</h1>
      <p>{noSite.detail}</p>
      <p>
        <a class="button" href={pathOfTarget(target)}>
          {noSite.back}
        </a>
      </p>
    </Page>
  );
};

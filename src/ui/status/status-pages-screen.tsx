// Shows the list of public status pages with the form that makes one, and one page with
// the form that edits it.
import { FormToken, Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { StatusPageForm } from "./status-page-form.tsx";
import type { ListedPage, PageForm } from "./status-pages-view.ts";

type ListProps = {
  viewer: Viewer;
  pages: readonly ListedPage[];
  form: PageForm;
  notice: Notice | null;
};

export const StatusPagesScreen = ({ viewer, pages, form, notice }: ListProps) => {
  const { edit } = viewer.words.statusPage;
  const title = edit.title(counted(pages.length));
  return (
    <Page viewer={viewer} title={title} place="settings" narrow>
      <div class="head">
        <h1>{title}</h1>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <section class="card">
        <p class="quiet">{edit.lead}</p>
        <ul class="services">
          {pages.map((page) => (
            <Listed viewer={viewer} page={page} />
          ))}
        </ul>
      </section>
      {viewer.role === "admin" && (
        <section class="card" aria-labelledby="new">
          <h2 id="new">{edit.newTitle}</h2>
          <StatusPageForm
            viewer={viewer}
            form={form}
            action="/status-pages"
            slug={null}
          />
        </section>
      )}
    </Page>
  );
};

const Listed = ({ viewer, page }: { viewer: Viewer; page: ListedPage }) => {
  const { edit } = viewer.words.statusPage;
  return (
    <li>
      <div class="row between">
        <h3>{page.title}</h3>
        {viewer.role === "admin" && (
          <a class="button" href={`/status-pages/${page.slug}`}>
            {edit.edit}
            <span class="out">: {page.title}</span>
          </a>
        )}
      </div>
      <p class="small">
        <a href={`/status/${page.slug}`}>
          <code>/status/{page.slug}</code>
        </a>{" "}
        <span class="quiet">{edit.groups(counted(page.services))}</span>
      </p>
    </li>
  );
};

type EditProps = {
  viewer: Viewer;
  slug: string;
  title: string;
  form: PageForm;
  notice: Notice | null;
};

export const StatusPageScreen = ({ viewer, slug, title, form, notice }: EditProps) => {
  const { edit } = viewer.words.statusPage;
  const path = `/status-pages/${slug}`;
  return (
    <Page viewer={viewer} title={edit.editTitle(title)} place="settings" narrow>
      <div class="head">
        <div>
          <nav aria-label={edit.place}>
            <a href="/status-pages">{edit.place}</a>
          </nav>
          <h1>{edit.editTitle(title)}</h1>
        </div>
        <a class="button" href={`/status/${slug}`}>
          {edit.preview}
        </a>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <section class="card">
        <StatusPageForm viewer={viewer} form={form} action={path} slug={slug} />
      </section>
      <details class="card">
        <summary class="danger">{edit.deleteAsk}</summary>
        <form method="post" action={`${path}/delete`}>
          <FormToken token={viewer.formToken} />
          <button type="submit" class="danger">
            {edit.delete}
          </button>
        </form>
      </details>
    </Page>
  );
};

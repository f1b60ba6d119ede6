// Asks before something is done to many targets: which tag, whether to delete, whether to
// go on with those that one request left.
import type { Child } from "hono/jsx";
import { isFiltered } from "#ui/overview/overview-view.ts";
import { type Refusals, TextField } from "#ui/screens/fields.tsx";
import { FormToken, Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { fieldsOf, type Selection, scopeOf } from "./selection.ts";

/** What a question is about. */
export type Chosen = {
  selection: Selection;
  /** How many targets these are now, and some of their names. */
  count: number;
  names: readonly string[];
  /** Where to go back to, a path. */
  back: string;
};

type AskProps = { viewer: Viewer; chosen: Chosen };

export const DeleteScreen = ({ viewer, chosen }: AskProps) => {
  const { ask } = viewer.words.overview.bulk;
  const count = counted(chosen.count);
  return (
    <Page viewer={viewer} title={ask.delete(count)} place="overview" narrow>
      <h1>{ask.delete(count)}</h1>
      <section class="said failed">
        {chosen.selection.which === "filter" && (
          <p>
            <strong>{sayChosen(chosen, viewer)}</strong>
          </p>
        )}
        <p>{ask.warning}</p>
        {chosen.selection.which === "filter" && <p>{ask.late}</p>}
      </section>
      <Names viewer={viewer} chosen={chosen} />
      <BulkForm viewer={viewer} chosen={chosen}>
        <div class="row">
          <button type="submit" name="do" value="delete" class="danger">
            {ask.sure(count)}
          </button>
          <Cancel viewer={viewer} chosen={chosen} />
        </div>
      </BulkForm>
    </Page>
  );
};

type TagProps = AskProps & { refusals: Refusals; typed: string };

export const TagScreen = ({ viewer, chosen, refusals, typed }: TagProps) => {
  const { ask } = viewer.words.overview.bulk;
  const title = ask.tag(counted(chosen.count));
  return (
    <Page viewer={viewer} title={title} place="overview" narrow>
      <h1>{title}</h1>
      <Names viewer={viewer} chosen={chosen} />
      <BulkForm viewer={viewer} chosen={chosen}>
        <TextField
          name="label"
          label={ask.tagName}
          value={typed}
          refusals={refusals}
          input={{ required: true, autocomplete: "off", autofocus: true }}
        />
        <div class="row">
          <button type="submit" name="do" value="add-tag" class="primary">
            {ask.add}
          </button>
          <button type="submit" name="do" value="remove-tag">
            {ask.remove}
          </button>
          <Cancel viewer={viewer} chosen={chosen} />
        </div>
      </BulkForm>
    </Page>
  );
};

type MaintainProps = AskProps & {
  /** So many targets a window names by their ids. */
  most: number;
};

export const MaintainScreen = ({ viewer, chosen, most }: MaintainProps) => {
  const { overview, maintenance } = viewer.words;
  const { ask } = overview.bulk;
  const title = ask.maintain(counted(chosen.count));
  const isTooMany = scopeOf(chosen.selection) === null && chosen.count > most;
  return (
    <Page viewer={viewer} title={title} place="overview" narrow>
      <h1>{title}</h1>
      <p>{isTooMany ? ask.tooMany(counted(most)) : ask.maintainSaid}</p>
      <Names viewer={viewer} chosen={chosen} />
      <BulkForm viewer={viewer} chosen={chosen}>
        <input type="hidden" name="do" value="maintain" />
        <div class="row">
          {!isTooMany &&
            Object.entries(maintenance.lengths).map(([length, words]) => (
              <button type="submit" name="label" value={length}>
                {words}
              </button>
            ))}
          <Cancel viewer={viewer} chosen={chosen} />
        </div>
      </BulkForm>
    </Page>
  );
};

/** What is left after a request, and how to go on with it. */
export type Rest = {
  selection: Selection;
  /** The operation, as the form sends it, and its tag if it has one. */
  operation: string;
  label: string | null;
  /** With a filter: the id after which it goes on. */
  after: number | null;
  /** How many were dealt with so far. */
  done: number;
  back: string;
};

export const RestScreen = ({ viewer, rest }: { viewer: Viewer; rest: Rest }) => {
  const words = viewer.words.overview.bulk.rest;
  const { selection, operation, label, after, done, back } = rest;
  const title = words.title(counted(done));
  return (
    <Page viewer={viewer} title={title} place="overview" narrow>
      <h1>{title}</h1>
      <p>{words.said}</p>
      <form class="card" method="post" action="/bulk">
        <FormToken token={viewer.formToken} />
        <Hidden
          fields={{
            ...fieldsOf(selection),
            back,
            done: `${done}`,
            ...(label !== null && { label }),
            ...(after !== null && { after: `${after}` }),
          }}
        />
        <div class="row">
          <button type="submit" name="do" value={operation} class="primary">
            {words.goOn}
          </button>
          <a class="button" href={back}>
            {words.stop}
          </a>
        </div>
      </form>
    </Page>
  );
};

function sayChosen({ selection, count }: Chosen, viewer: Viewer): string {
  const words = viewer.words.overview.bulk.chosen;
  const isAll = selection.which === "filter" && !isFiltered(selection.filter);
  return words[isAll ? "everything" : "filtered"](counted(count));
}

const Names = ({ viewer, chosen: { names, count } }: AskProps) => {
  const words = viewer.words.overview.bulk.ask;
  return (
    <ul class="card">
      {names.map((name) => (
        <li class="url">{name}</li>
      ))}
      {count > names.length && (
        <li class="quiet">{words.andMore(counted(count - names.length))}</li>
      )}
    </ul>
  );
};

const BulkForm = ({ viewer, chosen, children }: AskProps & { children?: Child }) => (
  <form class="card" method="post" action="/bulk">
    <FormToken token={viewer.formToken} />
    <Hidden fields={{ ...fieldsOf(chosen.selection), back: chosen.back }} />
    {children}
  </form>
);

const Cancel = ({ viewer, chosen: { back } }: AskProps) => (
  <a class="button" href={back}>
    {viewer.words.overview.bulk.ask.cancel}
  </a>
);

const Hidden = ({ fields }: { fields: Readonly<Record<string, string>> }) =>
  Object.entries(fields).map(([name, value]) => (
    <input type="hidden" name={name} value={value} />
  ));

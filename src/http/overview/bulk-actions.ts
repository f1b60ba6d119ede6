// Does what the bulk bar asks for: to the ticked targets, or to all a filter matches.
import type { Context } from "hono";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { fitsCookie, leaveNotice } from "#http/screens/notice.ts";
import { acted, answerPage, goTo, newScreens } from "#http/screens/screen.ts";
import { tagText } from "#http/targets/target-document.ts";
import { TagScreen } from "#ui/overview/bulk/bulk-screens.tsx";
import { fieldsOf, type Selection, writeIds } from "#ui/overview/bulk/selection.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted } from "#ui/words/format.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { readChosen } from "./bulk-questions.ts";
import { type Done, type Edit, editChosen, type Left } from "./edit-chosen.ts";
import { maintainChosen } from "./maintain-chosen.ts";
import { selectionOf } from "./read-selection.ts";
import { type Ran, runChosen } from "./run-chosen.ts";

export const bulkActions = newScreens();

type Ctx = Context<AppContext>;

/** What a form asks for. */
type Wish = {
  viewer: Viewer;
  name: string;
  selection: Selection;
  back: string;
  label: string;
  /** Where an earlier request stopped, and how many it had dealt with. */
  after: number | null;
  done: number;
};

bulkActions.post(
  "/bulk",
  acted(async (c, viewer, form) => {
    const wish = { viewer, ...wishOf(form) };
    const { selection, name, back } = wish;
    if (selection.which === "ticked" && selection.ids.length === 0) {
      const said = viewer.words.overview.bulk.nothing;
      leaveNotice(c, { said, undo: null });
      return goTo(c, back);
    }
    const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
    if (act === undefined)
      throw new Problem("invalid", `There is no operation ${name.slice(0, 40)}.`);
    return await act(c, wish);
  }),
);

const wishOf = (form: Form) => ({
  ...selectionOf(form),
  name: form.text("do"),
  label: form.text("label"),
  after: wholeOf(form.text("after")),
  done: wholeOf(form.text("done")) ?? 0,
});

const wholeOf = (text: string): number | null =>
  /^\d{1,15}$/.test(text) ? Number(text) : null;

const ask = (path: string) => async (c: Ctx, wish: Wish) =>
  goTo(
    c,
    `${path}?${new URLSearchParams({ ...fieldsOf(wish.selection), back: wish.back })}`,
  );

const acts: Readonly<Record<string, (c: Ctx, wish: Wish) => Promise<Response>>> = {
  run,
  pause: (c, wish) => edit(c, wish, { operation: "pause" }),
  resume: (c, wish) => edit(c, wish, { operation: "resume" }),
  "add-tag": (c, wish) => tag(c, wish, { add: [wish.label], remove: [] }),
  "remove-tag": (c, wish) => tag(c, wish, { add: [], remove: [wish.label] }),
  delete: (c, wish) => edit(c, wish, { operation: "delete" }),
  maintain,
  "ask-maintain": ask("/bulk/maintenance"),
  "ask-tag": ask("/bulk/tag"),
  "ask-delete": ask("/bulk/delete"),
};

/** What takes an act back. */
const reverses: Readonly<Record<string, string>> = {
  pause: "resume",
  resume: "pause",
  "add-tag": "remove-tag",
  "remove-tag": "add-tag",
};

async function tag(
  c: Ctx,
  wish: Wish,
  { add, remove }: Record<"add" | "remove", string[]>,
) {
  const parsed = tagText.safeParse(wish.label);
  if (parsed.success) return await edit(c, wish, { operation: "tag", add, remove });
  const { viewer, label } = wish;
  const sentences = parsed.error.issues.map(({ message }) =>
    refusalIn(viewer.language, message),
  );
  const chosen = await readChosen(c.get("deps"), wish);
  const refusals = new Map([["label", sentences]]);
  const page = TagScreen({ viewer, chosen, refusals, typed: label });
  return answerPage(c, page, 422);
}

async function edit(c: Ctx, wish: Wish, what: Edit): Promise<Response> {
  const { done, left } = await editChosen(
    c.get("deps"),
    wish.selection,
    what,
    wish.after,
  );
  const dealtWith = done.changed.length + done.unchanged + done.refused;
  if (left !== null) return goOn(c, wish, left, dealtWith);
  const said = sayDone(wish, done, dealtWith);
  const notice = { said, undo: undoOf(wish, done.changed) };
  const { overview, common } = wish.viewer.words;
  leaveNotice(
    c,
    fitsCookie(notice)
      ? notice
      : { said: common.sentences([said, overview.bulk.noUndo]), undo: null },
  );
  return goTo(c, wish.back);
}

/** Only the targets that this request changed are changed back. */
function undoOf({ name, label, back }: Wish, changed: readonly number[]) {
  const reverse = reverses[name];
  if (reverse === undefined || changed.length === 0) return null;
  const fields = { do: reverse, which: "ticked", ids: writeIds(changed), back };
  return { action: "/bulk", fields: label === "" ? fields : { ...fields, label } };
}

function sayDone({ viewer, name, label, done }: Wish, made: Done, dealtWith: number) {
  const { overview, common } = viewer.words;
  const { bulk } = overview;
  const changed = counted(made.changed.length);
  if (dealtWith === 0) return bulk.gone;
  const words: Record<string, string> = {
    pause: bulk.paused(changed),
    resume: bulk.resumed(changed),
    "add-tag": bulk.tagged(changed, label),
    "remove-tag": bulk.untagged(changed, label),
    delete: bulk.deleted(changed),
  };
  return common.sentences([
    words[name] ?? "",
    made.unchanged > 0 ? bulk.unchanged(counted(made.unchanged)) : null,
    sayRefused(viewer, made),
    sayBefore(viewer, done),
  ]);
}

/** A sentence of somebody else in a notice is cut: a cookie holds few bytes. */
const longestWhy = 200;

function sayRefused({ words, language }: Viewer, { refused, why }: Done | Ran) {
  if (refused === 0) return null;
  const because = refusalIn(language, why ?? "").slice(0, longestWhy);
  return words.overview.bulk.refused(counted(refused), because);
}

const sayBefore = ({ words }: Viewer, done: number) =>
  done === 0 ? null : words.overview.bulk.before(counted(done));

async function run(c: Ctx, wish: Wish): Promise<Response> {
  const { ran, left } = await runChosen(c.get("deps"), wish.selection, wish.after);
  if (left !== null) return goOn(c, wish, left, ran.begun + ran.refused);
  const { viewer } = wish;
  const { overview, common } = viewer.words;
  const { bulk } = overview;
  const said = common.sentences([
    bulk.ran(counted(ran.begun), counted(ran.ok)),
    sayRefused(viewer, ran),
    sayBefore(viewer, wish.done),
  ]);
  leaveNotice(c, { said, undo: null });
  return goTo(c, wish.back);
}

/** The undo ends the window. */
async function maintain(c: Ctx, { viewer, selection, label, back }: Wish) {
  const deps = c.get("deps");
  const { count } = await readChosen(deps, { selection, back });
  const { bulk } = viewer.words.overview;
  const name = bulk.ask.maintain(counted(count));
  const { id } = await maintainChosen(deps, selection, { name, for: label });
  const said = bulk.maintained(counted(count));
  leaveNotice(c, { said, undo: { action: `/maintenance/${id}/end`, fields: {} } });
  return goTo(c, back);
}

/** Leads to the page that goes on with what one request left. */
function goOn(c: Ctx, wish: Wish, left: NonNullable<Left>, dealtWith: number) {
  const { name, label, back, done } = wish;
  const fields = {
    ...fieldsOf(left.selection),
    back,
    do: name,
    done: `${done + dealtWith}`,
    ...(label !== "" && { label }),
    ...(left.after !== null && { after: `${left.after}` }),
  };
  return goTo(c, `/bulk/rest?${new URLSearchParams(fields)}`);
}

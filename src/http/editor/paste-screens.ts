// Serves the form that adds many targets by their addresses, one a line.
import type { Context } from "hono";
import { putMany } from "#http/bulk/put-many.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import {
  acted,
  answerPage,
  newScreens,
  refuseReaders,
  shown,
} from "#http/screens/screen.ts";
import type { FormValues } from "#ui/editor/form-values.ts";
import { type PastedLine, PasteScreen } from "#ui/editor/paste-screen.tsx";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { checkForm } from "./check-form.ts";
import { answerFires, type Editing, zonesFor } from "./editing.ts";
import { firesOf } from "./fires.ts";
import { documentOf } from "./form/target-form.ts";
import { usualValues } from "./form/usual-form.ts";
import { onceField, onceOf } from "./once.ts";
import { readLines, readValues } from "./read-values.ts";

type Ctx = Context<AppContext>;

export const pasteScreens = newScreens();

const path = "/targets/paste";

/** What was typed: the lines, and the fields that all targets have in common. */
type Pasting = { viewer: Viewer; urls: string; values: FormValues; once: string };

type Shown = {
  refusals?: Refusals;
  lines?: readonly PastedLine[];
  isScheduleOpen?: boolean;
};

function pageOf(c: Ctx, { viewer, urls, values, once }: Pasting, also: Shown = {}) {
  const deps = c.get("deps");
  const { refusals = noRefusals, lines = [], isScheduleOpen = false } = also;
  return PasteScreen({
    form: { viewer, values, refusals },
    urls,
    usual: usualValues(viewer.zone),
    isScheduleOpen,
    zones: zonesFor(viewer),
    hidden: { [onceField]: once },
    fires: firesOf(deps, { viewer, values, stored: null }),
    most: deps.settings.budget.documents,
    lines,
  });
}

pasteScreens.get(
  path,
  shown((c, viewer) => {
    refuseReaders(viewer);
    const values = usualValues(viewer.zone);
    return pageOf(c, { viewer, urls: "", values, once: String(viewer.now) });
  }),
);

pasteScreens.post(
  path,
  acted(async (c, viewer, form) => {
    const pasting = {
      viewer,
      urls: readLines(form.all("urls").at(-1) ?? ""),
      values: readValues(form, usualValues(viewer.zone)),
      once: form.text(onceField),
    };
    if (form.text("do") === "preview")
      return answerFires(c, editingOf(pasting), form, () =>
        pageOf(c, pasting, { isScheduleOpen: true }),
      );
    const refusals = refuseCommon(c, pasting);
    if (refusals.size > 0) return answerPage(c, pageOf(c, pasting, { refusals }), 422);
    return await add(c, pasting, form);
  }),
);

const editingOf = ({ viewer, values }: Pasting): Editing => ({
  viewer,
  values,
  stored: null,
  task: { kind: "add" },
  hidden: {},
});

/** What is wrong with the common fields; each address is judged for itself. */
function refuseCommon(c: Ctx, { viewer, urls, values }: Pasting): Refusals {
  if (urls.trim() === "") return new Map([["urls", [viewer.words.editor.paste.none]]]);
  const anyUrl = { ...values, url: "https://example.com/" };
  const checked = checkForm(c.get("deps"), viewer, anyUrl, null);
  return "refusals" in checked ? checked.refusals : noRefusals;
}

async function add(c: Ctx, pasting: Pasting, form: Form): Promise<Response> {
  const deps = c.get("deps");
  const { viewer, values, urls } = pasting;
  const { distinct, repeated } = parseLines(urls);
  const documents = distinct.map(({ url }) => documentOf({ ...values, url }));
  const wanted = { operation: "create", documents, dryRun: false } as const;
  try {
    const items = await putMany(deps, wanted, await onceOf(form, documents));
    deps.lookSoon();
    const added = distinct.map(({ line, url }, index): PastedLine => {
      const { id = null, problem = null } = items[index] ?? {};
      const say = ({ detail }: { detail: string }) => refusalIn(viewer.language, detail);
      const refused = (problem?.errors ?? (problem ? [problem] : [])).map(say);
      return { line, url, outcome: id === null ? { refused } : { added: id } };
    });
    const lines = [...added, ...repeated].sort((a, b) => a.line - b.line);
    const left = added.filter(({ outcome }) => "refused" in outcome);
    const rest = { ...pasting, urls: left.map(({ url }) => url).join("\n") };
    return answerPage(c, pageOf(c, rest, { lines }), left.length > 0 ? 422 : 200);
  } catch (error) {
    if (!(error instanceof Problem && error.problem === "invalid")) throw error;
    const sentences = error.errors.map(({ detail }) =>
      refusalIn(viewer.language, detail),
    );
    const refusals = new Map([["urls", sentences]]);
    return answerPage(c, pageOf(c, pasting, { refusals }), 422);
  }
}

type Line = Pick<PastedLine, "line" | "url">;

/** The lines that say something; an address that comes again is added once. */
function parseLines(urls: string): { distinct: Line[]; repeated: PastedLine[] } {
  const first = new Map<string, number>();
  const distinct: Line[] = [];
  const repeated: PastedLine[] = [];
  for (const [index, text] of urls.split("\n").entries()) {
    const url = text.trim();
    if (url === "") continue;
    const line = index + 1;
    const sameAs = first.get(url);
    if (sameAs !== undefined) repeated.push({ line, url, outcome: { sameAs } });
    else {
      first.set(url, line);
      distinct.push({ line, url });
    }
  }
  return { distinct, repeated };
}

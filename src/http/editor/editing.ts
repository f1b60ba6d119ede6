// Shows the form of a target, and does what its buttons ask for.
import type { Context } from "hono";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import type { Target } from "#domain/targets/target.ts";
import { zoneNames } from "#domain/time/zone.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { answerPage } from "#http/screens/screen.ts";
import type { ParsedDocument } from "#http/targets/target-document.ts";
import { tryTarget } from "#http/trials/trial.ts";
import type { EditorProps } from "#ui/editor/editor-props.ts";
import { EditorScreen } from "#ui/editor/editor-screen.tsx";
import { FiresView } from "#ui/editor/fires-view.tsx";
import type { FormValues } from "#ui/editor/form-values.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { checkForm } from "./check-form.ts";
import { refusalsIn } from "./field-refusals.ts";
import { firesOf } from "./fires.ts";
import { usualFor } from "./form/usual-form.ts";

type Ctx = Context<AppContext>;

/** A form that somebody fills in. */
export type Editing = Pick<EditorProps, "task" | "hidden"> & {
  viewer: Viewer;
  values: FormValues;
  /** The target that is changed; null for a new one. */
  stored: Target | null;
  /** What its last run told of its conditions. */
  told?: readonly ToldCondition[];
};

/** What a form shows besides its fields. */
type Shown = Pick<EditorProps, "isScheduleOpen" | "trial" | "changes"> & {
  refusals?: Refusals;
};

/** The page of a form. */
export function pageOf(c: Ctx, editing: Editing, also: Shown = {}) {
  const { viewer, values, task, hidden, told = [] } = editing;
  const { refusals = noRefusals, ...others } = also;
  return EditorScreen({
    form: { viewer, values, refusals, told },
    task,
    usual: usualFor(viewer.zone, values),
    zones: zonesFor(viewer),
    hidden,
    fires: firesOf(c.get("deps"), editing),
    ...others,
  });
}

/** The viewer's own zone comes first. */
export const zonesFor = ({ zone }: Viewer): string[] => [
  ...new Set([zone, ...zoneNames()]),
];

/** What a form is sent with when a script asks for a part of its page. */
const partField = "part";

/** Answers with when the schedule fires: for a script with that alone. */
export function answerFires(c: Ctx, editing: Editing, form: Form, page: () => unknown) {
  if (!form.has(partField)) return answerPage(c, page() as never);
  const fires = firesOf(c.get("deps"), editing);
  return answerPage(c, FiresView({ viewer: editing.viewer, fires }));
}

/** Does what the button asks for that the form was sent with. */
export async function act(
  c: Ctx,
  editing: Editing,
  form: Form,
  save: (document: ParsedDocument) => Promise<Response>,
): Promise<Response> {
  const { viewer, values, stored } = editing;
  const deps = c.get("deps");
  const wanted = form.text("do");
  if (wanted === "preview")
    return answerFires(c, editing, form, () =>
      pageOf(c, editing, { isScheduleOpen: true }),
    );
  const checked = checkForm(deps, viewer, values, stored);
  if ("refusals" in checked)
    return answerPage(c, pageOf(c, editing, { refusals: checked.refusals }), 422);
  if (wanted === "try") {
    const trial = await tryTarget(deps, checked.document, stored);
    return answerPage(c, pageOf(c, editing, { trial }));
  }
  try {
    return await save(checked.document);
  } catch (error) {
    if (!(error instanceof Problem && isOfFields(error))) throw error;
    const refusals = refusalsIn(error, values, viewer.language);
    return answerPage(c, pageOf(c, editing, { refusals }), 422);
  }
}

const isOfFields = ({ problem }: Problem): boolean =>
  problem === "conflict" || problem === "invalid";

// Says what the form that adds or changes a target is shown with. Plain data.
import type { Change } from "./conflict-view.tsx";
import type { Filled } from "./fields/controls.tsx";
import type { Fires } from "./fires-view.tsx";
import type { FormValues } from "./form-values.ts";
import type { ShownTrial } from "./trial-view.tsx";

/** What the form is for. A copy is added like a new target. */
export type Task =
  | { kind: "add" }
  | { kind: "copy"; name: string; hasSecrets: boolean }
  | { kind: "change"; name: string; path: string };

export type EditorProps = {
  form: Filled;
  task: Task;
  /** The form of a new target, to tell what is special. */
  usual: FormValues;
  zones: readonly string[];
  /** Further fields that the form sends along unseen. */
  hidden: Readonly<Record<string, string>>;
  fires: Fires;
  /** Whether somebody asked when it fires. */
  isScheduleOpen?: boolean;
  trial?: ShownTrial | undefined;
  changes?: readonly Change[] | undefined;
};

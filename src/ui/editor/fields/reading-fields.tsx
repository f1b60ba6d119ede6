// Renders the fields of the steps by which a target is read, and of which changes count.
import type { StepKindName } from "#domain/readings/step.ts";
import { differenceKinds } from "#domain/targets/change-rule.ts";
import type { ShownTrial } from "#ui/editor/trial-view.tsx";
import { Area, Box, Boxes, type Filled, Line } from "./controls.tsx";
import { StepOutputs } from "./step-outputs.tsx";

const mono = { class: "mono" };
const numeric = { inputmode: "numeric" };

type FieldsProps = {
  form: Filled;
  /** The path that the form is sent to. */
  action: string;
  /** What the steps gave, where they were tried. */
  trial: ShownTrial | undefined;
};

export const ReadingFields = ({ form, action, trial }: FieldsProps) => (
  <>
    <Area form={form} name="steps" hint={form.viewer.words.editor.hints.steps} rows={5} />
    <StepKinds form={form} />
    <p>
      <button type="submit" name="do" value="try" formaction={`${action}#outputs`}>
        {form.viewer.words.readings.editor.tryIt}
      </button>
    </p>
    {trial !== undefined && <StepOutputs viewer={form.viewer} trial={trial} />}
    <ChangeFields form={form} />
  </>
);

const ChangeFields = ({ form }: { form: Filled }) => {
  const { hints } = form.viewer.words.editor;
  const { differences } = form.viewer.words.readings;
  const choices = differenceKinds.map((kind) => [kind, differences[kind]] as const);
  return (
    <>
      <div class="two even">
        <Line form={form} name="confirm" hint={hints.confirm} input={mono} />
        <Line form={form} name="compare" hint={hints.compare} input={numeric} />
      </div>
      <Box form={form} name="learn" hint={hints.learn} />
      <div class="two even">
        <Line form={form} name="leastCharacters" hint={hints.least} input={numeric} />
        <Line form={form} name="leastPercent" input={{ inputmode: "decimal" }} />
      </div>
      <Boxes form={form} name="differences" choices={choices} />
      <Area form={form} name="numberRules" hint={hints.numberRules} rows={2} />
      <div class="three">
        <Line form={form} name="keepContents" hint={hints.keepContents} input={numeric} />
        <Line form={form} name="keepChanges" input={numeric} />
        <Line form={form} name="keepRaw" hint={hints.keepRaw} input={numeric} />
      </div>
    </>
  );
};

/** A line of each kind. */
const examples: Readonly<Record<StepKindName, string>> = {
  css: "css main .price; attribute content",
  remove: "remove nav, .ads",
  text: "text links",
  json: "json $.items[*].price",
  regex: "regex /version (?<version>[0-9.]+)/i; all",
  lines: "lines keep In stock; drop /^ad/i; trim; sort; unique",
  ignore: "ignore dates, counters, /session=\\w+/",
  number: "number decimal , as price",
  date: "date order dmy as updated",
  feed: "feed fields title, link; entries 20",
  offers: "offers",
  header: "header last-modified",
  meta: "meta title, description",
};

const StepKinds = ({ form }: { form: Filled }) => {
  const words = form.viewer.words.readings.editor;
  return (
    <details>
      <summary>{words.kindsTitle}</summary>
      <table>
        <caption class="out">{words.kindsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.gives}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(examples).map(([kind, line]) => (
            <tr>
              <th scope="row">
                <code>{line}</code>
              </th>
              <td>{words.kinds[kind as StepKindName]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{words.rest}</p>
    </details>
  );
};

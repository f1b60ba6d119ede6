// Renders the fields of the request that a target is fetched with, and of what counts as
// success.
import { methods } from "#domain/targets/target.ts";
import { ConditionTable } from "#ui/screens/condition-table.tsx";
import { Area, type Filled, Line, Select } from "./controls.tsx";

const mono = { class: "mono" };
const numeric = { inputmode: "numeric" };
const ownNames = Object.fromEntries(methods.map((method) => [method, method]));

export const RequestFields = ({ form }: { form: Filled }) => {
  const { hints, bodyForms } = form.viewer.words.editor;
  return (
    <>
      <div class="three">
        <Line form={form} name="status" hint={hints.status} input={mono} />
        <Line form={form} name="timeout" hint={hints.timeout} input={mono} />
        <Line
          form={form}
          name="firstByteTimeout"
          hint={hints.firstByteTimeout}
          input={mono}
        />
        <Line form={form} name="retries" hint={hints.retries} input={numeric} />
        <Line form={form} name="maxRedirects" hint={hints.maxRedirects} input={numeric} />
        <Line form={form} name="maxBodyBytes" input={numeric} />
        <Select form={form} name="method" choices={ownNames} />
      </div>
      <Area form={form} name="conditions" hint={hints.conditions} rows={3} />
      <ConditionTable
        viewer={form.viewer}
        conditions={form.told ?? []}
        caption={form.viewer.words.conditions.lastRun}
      />
      <Area form={form} name="headers" hint={hints.headers} />
      <Line form={form} name="secretHeaders" hint={hints.secretHeaders} />
      <Area form={form} name="body" hint={hints.body} />
      <Select form={form} name="bodyForm" choices={bodyForms} />
    </>
  );
};

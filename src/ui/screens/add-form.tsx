// Shows the form that adds a target by its address alone: for a viewer's first visit.
import { noRefusals, TextField } from "./fields.tsx";
import { FormToken } from "./layout.tsx";
import type { Viewer } from "./viewer.ts";

/** It is sent to the editor, which shows it again, unfolded, where something is refused. */
export const AddForm = ({ viewer }: { viewer: Viewer }) => {
  const { first, buttons } = viewer.words.editor;
  return (
    <form class="card" method="post" action="/targets/new" novalidate>
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="once" value={viewer.now} />
      <TextField
        name="url"
        label={first.label}
        refusals={noRefusals}
        big
        input={{
          type: "url",
          inputmode: "url",
          autocomplete: "off",
          placeholder: "https://example.com/",
        }}
      />
      <div class="row">
        <button type="submit" class="primary" name="do" value="save">
          {buttons.addAndRun}
        </button>
        <button type="submit" name="do" value="try" formaction="/targets/new#try">
          {buttons.try}
        </button>
        <a class="button" href="/targets/new">
          {buttons.more}
        </a>
      </div>
    </form>
  );
};

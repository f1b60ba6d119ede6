// Shows a form whose Enter key saves, and the names of the zones that its fields offer.
import type { Child } from "hono/jsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Filled } from "./fields/controls.tsx";
import { ZoneList } from "./fields/schedule-fields.tsx";

export type SentFormProps = {
  form: Filled;
  /** Further fields that the form sends along unseen. */
  hidden: Readonly<Record<string, string>>;
  zones: readonly string[];
  action: string;
  label: string;
  children?: Child;
};

/**
 * Browsers press the first button. The body is sent as multipart, in which text in any
 * script has a third of the length.
 */
export const SentForm = ({
  form,
  action,
  label,
  hidden,
  zones,
  children,
}: SentFormProps) => (
  <form
    method="post"
    action={action}
    enctype="multipart/form-data"
    class="card"
    aria-label={label}
    data-fires="true"
    novalidate
  >
    <button type="submit" class="out" name="do" value="save" tabindex={-1}>
      {label}
    </button>
    <FormToken token={form.viewer.formToken} />
    {Object.entries(hidden).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
    <ZoneList zones={zones} />
  </form>
);

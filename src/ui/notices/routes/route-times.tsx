// Shows the fields of a route's form that say when it tells, and when it does not.
import { Lines } from "#ui/notices/lines.tsx";
import { TextField } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatSpan } from "#ui/words/format.ts";
import type { RouteFormView } from "./route-form-view.ts";

type TimesProps = { viewer: Viewer; form: RouteFormView; isTop: boolean };

export const Times = ({ viewer, form, isTop }: TimesProps) => {
  const words = viewer.words.alerts.routeForm;
  const { timing, mute } = form.above;
  const length = (ms: number | null) =>
    ms === null ? words.never : formatSpan(ms, viewer.language);
  const usual = (said: string) => (isTop ? words.usual(said) : words.asAbove(said));
  const digest = timing.isDigest ? timing.intervalMs : null;
  const usually = {
    groupWait: length(timing.waitMs),
    groupInterval: length(timing.intervalMs),
    repeat: length(timing.repeatMs),
    digest: length(digest),
  };
  return (
    <>
      <div class="two">
        {(["groupWait", "groupInterval", "repeat", "digest"] as const).map((name) => (
          <Line
            form={form}
            name={name}
            label={words.labels[name]}
            hint={viewer.words.common.sentences([
              words.hints[name],
              usual(usually[name]),
            ])}
          />
        ))}
      </div>
      <Lines
        name="mute"
        label={words.labels.mute}
        hint={viewer.words.common.sentences([
          words.hints.mute,
          mute.length > 0 ? words.muteAbove : null,
        ])}
        value={form.values.mute}
        rows={3}
        refusals={form.refusals}
      />
    </>
  );
};

type LineName = "groupWait" | "groupInterval" | "repeat" | "digest";

const Line = ({
  form: { values, refusals },
  ...field
}: Pick<TimesProps, "form"> & { name: LineName; label: string; hint: string }) => (
  <TextField
    {...field}
    value={values[field.name]}
    refusals={refusals}
    input={{ autocomplete: "off", spellcheck: "false" }}
  />
);

// Shows the form of one route. A field that is left empty says the same as the route above.
import { type EventSubject, subjects } from "#domain/notices/event.ts";
import { isWithin, listRoutes } from "#domain/notices/routing/edit-routes.ts";
import {
  type LabelName,
  labelNames,
  writeMatchers,
} from "#domain/notices/routing/matcher.ts";
import { Lines } from "#ui/notices/lines.tsx";
import { FieldGroup, SelectField } from "#ui/screens/fields.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { Boxes, type Choice, Radios } from "./route-choices.tsx";
import {
  groupings,
  type RouteFormView,
  tellings,
  writePlace,
} from "./route-form-view.ts";
import { Times } from "./route-times.tsx";

type FormProps = { viewer: Viewer; form: RouteFormView };

export const RouteForm = ({ viewer, form }: FormProps) => {
  const words = viewer.words.alerts.routeForm;
  const isTop = form.at?.length === 0;
  return (
    <form
      class="card"
      method="post"
      action={form.at === null ? "/routes/new" : "/routes/change"}
      aria-label={words.name}
      novalidate
    >
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="revision" value={form.revision} />
      {form.at !== null && (
        <>
          <input type="hidden" name="at" value={writePlace(form.at)} />
          <input type="hidden" name="was" value={form.was} />
        </>
      )}
      {!isTop && <Takes viewer={viewer} form={form} />}
      <Tells viewer={viewer} form={form} isTop={isTop} />
      <Groups viewer={viewer} form={form} isTop={isTop} />
      <Times viewer={viewer} form={form} isTop={isTop} />
      {!isTop && <Stands viewer={viewer} form={form} />}
      <div class="row">
        <button type="submit" class="primary">
          {form.at === null ? words.add : words.save}
        </button>
        <a class="button" href="/routes">
          {viewer.words.alerts.routes.back}
        </a>
      </div>
    </form>
  );
};

/** What of all events the route takes. */
const Takes = ({ viewer, form: { values, refusals } }: FormProps) => {
  const words = viewer.words.alerts.routeForm;
  return (
    <>
      <Lines
        name="match"
        label={words.labels.match}
        hint={words.hints.match}
        value={values.match}
        rows={4}
        refusals={refusals}
      />
      <FieldGroup
        name="events"
        label={words.labels.events}
        hint={words.hints.events}
        refusals={refusals}
      >
        <Boxes
          name="events"
          ticked={values.events}
          choices={subjects.map((value: EventSubject) => ({
            value,
            words: words.subjects[value],
          }))}
        />
      </FieldGroup>
    </>
  );
};

type PartProps = FormProps & { isTop: boolean };

/** Whom the route tells. */
const Tells = ({ viewer, form, isTop }: PartProps) => {
  const words = viewer.words.alerts.routeForm;
  const { values, refusals } = form;
  return (
    <>
      <FieldGroup name="told" label={words.labels.told} refusals={refusals}>
        <Radios
          name="told"
          chosen={values.told}
          choices={tellings.map((value) => ({
            value,
            words:
              value === "above" && isTop ? words.everyChannel : words.tellings[value],
          }))}
        />
      </FieldGroup>
      <FieldGroup
        name="channels"
        label={words.labels.channels}
        hint={form.tree.channels.length === 0 ? words.noChannels : words.hints.channels}
        refusals={refusals}
      >
        <Boxes
          name="channels"
          ticked={values.channels}
          choices={channelsOf(viewer, form)}
        />
      </FieldGroup>
    </>
  );
};

/** What the route tells together. */
const Groups = ({ viewer, form, isTop }: PartProps) => {
  const words = viewer.words.alerts.routeForm;
  const { values, refusals, above } = form;
  const labels = above.groupBy.map((label) => words.matchLabels[label]);
  return (
    <>
      <FieldGroup name="grouping" label={words.labels.grouping} refusals={refusals}>
        <Radios
          name="grouping"
          chosen={values.grouping}
          choices={groupings
            .filter((value) => !(isTop && value === "above"))
            .map((value) => ({
              value,
              words:
                value === "above"
                  ? words.groupAbove(viewer.words.alerts.routes.list(labels))
                  : words.groupings[value],
            }))}
        />
      </FieldGroup>
      <FieldGroup
        name="groupBy"
        label={words.labels.groupBy}
        hint={words.hints.groupBy}
        refusals={refusals}
      >
        <Boxes
          name="groupBy"
          ticked={values.groupBy}
          choices={labelNames.map((value: LabelName) => ({
            value,
            words: words.matchLabels[value],
          }))}
        />
      </FieldGroup>
    </>
  );
};

function channelsOf({ words }: Viewer, { tree }: RouteFormView): readonly Choice[] {
  return tree.channels.map(({ id, name, enabled }) => ({
    value: String(id),
    words: enabled ? name : words.alerts.routes.disabled(name),
  }));
}

/** Where the route stands, and whether its neighbours are asked after it. */
const Stands = ({ viewer, form }: FormProps) => {
  const words = viewer.words.alerts.routeForm;
  const { values, refusals } = form;
  return (
    <>
      <div class="field">
        <label class="choice">
          <input type="checkbox" name="goesOn" value="yes" checked={values.goesOn} />
          {` ${words.labels.goesOn}`}
        </label>
      </div>
      <SelectField
        name="above"
        label={words.labels.above}
        hint={words.hints.above}
        value={values.above}
        refusals={refusals}
        choices={placesFor(viewer, form)}
      />
    </>
  );
};

/** A longer name would make the choice wider than a phone. */
const longestChoice = 60;

/** No route stands below itself. */
function placesFor({ words }: Viewer, { at, tree }: RouteFormView): readonly Choice[] {
  return listRoutes(tree.routes)
    .filter(({ place }) => at === null || !isWithin(at, place))
    .map(({ place, route }) => {
      const name = [...writeMatchers(route.match)];
      const cut = name.length > longestChoice;
      const shown = cut ? `${name.slice(0, longestChoice).join("")}…` : name.join("");
      return {
        value: writePlace(place),
        words:
          place.length === 0
            ? words.alerts.routeForm.top
            : `${"– ".repeat(place.length)}${shown}`,
      };
    });
}

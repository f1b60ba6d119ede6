// Shows what a link of a message would do, with the button that does it. Says no more of
// an incident than its name and whether it is open: whoever has the link sees it.
import { Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

type ActionName = "acknowledge" | "silence";

type ActionProps = {
  viewer: Viewer;
  action: ActionName;
  incident: { name: string; isOpen: boolean };
  /** What the form sends back. */
  fields: Readonly<Record<string, string>>;
  isDone: boolean;
};

export const ActionScreen = ({
  viewer,
  action,
  incident,
  fields,
  isDone,
}: ActionProps) => {
  const { act } = viewer.words;
  const { title, explanation, button, done } = act[action];
  return (
    <Page viewer={viewer} title={title} narrow>
      <h1>{title}</h1>
      <div class="card">
        <p>
          <strong>{incident.name}</strong> · {incident.isOpen ? act.open : act.over}
        </p>
        {isDone ? (
          <p role="status">{done}</p>
        ) : incident.isOpen ? (
          <form method="post" action={`/act/${action}`}>
            {Object.entries(fields).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <p>{explanation}</p>
            <button type="submit" class="primary">
              {button}
            </button>
          </form>
        ) : (
          <p>{act.isOver}</p>
        )}
      </div>
    </Page>
  );
};

export type LinkRefusal = "expired" | "forged" | "too-often" | "gone";

/** Says why a link does nothing. */
export const RefusedLinkScreen = ({
  viewer,
  action,
  refusal,
}: {
  viewer: Viewer;
  action: ActionName;
  refusal: LinkRefusal;
}) => {
  const { act } = viewer.words;
  return (
    <Page viewer={viewer} title={act[action].title} narrow>
      <h1>{act[action].title}</h1>
      <p class="card">{act[refusal]}</p>
    </Page>
  );
};

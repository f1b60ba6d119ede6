// Shows the form to log in.
import { noRefusals, TextField } from "#ui/screens/fields.tsx";
import { Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

type LoginProps = {
  viewer: Viewer;
  /** Where to go then: a path of this origin. */
  to: string;
  /** Why the last try failed; null before the first. */
  refusal: "wrong" | "too-often" | "link" | null;
  /** Whether the deployment has a token at all. */
  isOpen: boolean;
};

export const LoginScreen = ({ viewer, to, refusal, isOpen }: LoginProps) => {
  const { login } = viewer.words;
  return (
    <Page viewer={viewer} title={login.title} narrow>
      <div class="login">
        <h1>{login.title}</h1>
        {isOpen ? (
          <form class="card" method="post" action="/login">
            <input type="hidden" name="to" value={to} />
            <input
              class="out"
              type="text"
              name="user"
              autocomplete="username"
              value="junkai"
              tabindex={-1}
              aria-label={login.user}
              readonly
            />
            <TextField
              name="token"
              label={login.token}
              hint={login.hint}
              refusals={
                refusal === null ? noRefusals : new Map([["token", [login[refusal]]]])
              }
              big
              input={{
                type: "password",
                autocomplete: "current-password",
                required: true,
                autofocus: true,
              }}
            />
            <button type="submit" class="primary">
              {login.button}
            </button>
          </form>
        ) : (
          <p class="card">{login.locked}</p>
        )}
      </div>
    </Page>
  );
};

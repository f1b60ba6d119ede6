// Keeps a page fresh that says `data-live`, in seconds: not while its tab is hidden, and not
// while somebody is at something on it.
import { isInUse } from "./in-use.ts";
import { refresh } from "./swap.ts";

export function keepFresh(): void {
  let askedAt = Date.now();
  const ask = () => {
    const seconds = Number(document.querySelector("main")?.dataset.live ?? 0);
    const isDue = seconds > 0 && Date.now() - askedAt >= seconds * 1_000;
    if (!isDue || document.hidden || isInUse()) return;
    askedAt = Date.now();
    void refresh().then((isDone) => isDone || sayOld());
  };
  setInterval(ask, 1_000);
  document.addEventListener("visibilitychange", ask);
}

/** Somebody who looks at an old page must not take it for how things are. */
function sayOld(): void {
  const warning = document.querySelector<HTMLElement>("#fresh [role='alert']");
  if (!warning?.hidden) return;
  warning.hidden = false;
  warning.previousElementSibling?.remove();
}

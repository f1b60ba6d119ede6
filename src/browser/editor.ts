// Says when a schedule fires while somebody types it: sends the form as its button does,
// and shows what comes back in its place.
const pauseMs = 400;

export function showFiresAsTyped(): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest?.("form[data-fires]");
    if (!(form instanceof HTMLFormElement)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      asking.abort();
      asking = new AbortController();
      void showFires(form, asking.signal).catch(() => {});
    }, pauseMs);
  });
}

/** What was there stays when no answer comes. */
async function showFires(form: HTMLFormElement, signal: AbortSignal): Promise<void> {
  const body = new FormData(form);
  body.set("do", "preview");
  body.set("part", "fires");
  const address = form.getAttribute("action") ?? location.href;
  const headers = { accept: "text/html" };
  const answer = await fetch(address, { method: "POST", headers, body, signal });
  if (!answer.ok || answer.redirected) return;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [from, to] = [part, document].map((one) => one.querySelector("#fires"));
  if (from && to) to.replaceChildren(...from.childNodes);
}

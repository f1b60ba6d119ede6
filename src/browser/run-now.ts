// Runs a target from its page without leaving it: says that it runs, then shows the steps
// that the run's own page has.
import { refresh } from "./swap.ts";

export function runHere(): void {
  document.addEventListener("submit", (event) => {
    const place = document.querySelector<HTMLElement>("[data-run-place]");
    const { submitter } = event;
    if (place === null || !submitter?.matches("[data-run]")) return;
    event.preventDefault();
    const button = submitter as HTMLButtonElement;
    button.disabled = true;
    void run(event.target as HTMLFormElement, place).finally(() => {
      button.disabled = false;
    });
  });
}

async function run(form: HTMLFormElement, place: HTMLElement): Promise<void> {
  const stop = sayRunning(place);
  try {
    const fields = [...new FormData(form)] as [string, string][];
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { accept: "text/html" },
      body: new URLSearchParams(fields),
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    stop();
    const isRun = new URL(answer.url).pathname.includes("/runs/");
    if (answer.ok && !isRun) return location.assign(answer.url);
    show(place, page, isRun ? answer.url : null);
    await refresh();
  } catch {
    stop();
    place.textContent = place.dataset.lost ?? "";
  }
}

/** Counts the seconds, which nobody needs to hear. */
function sayRunning(place: HTMLElement): () => void {
  const said = document.createElement("p");
  said.className = "card status running";
  said.innerHTML = '<svg aria-hidden="true" class="pulse"><use href="#running"/></svg>';
  const seconds = document.createElement("span");
  seconds.ariaHidden = "true";
  said.append(place.dataset.running ?? "", seconds);
  place.replaceChildren(said);
  const startedAt = Date.now();
  const timer = setInterval(() => {
    seconds.textContent = ` ${Math.floor((Date.now() - startedAt) / 1_000)} s`;
  }, 1_000);
  return () => clearInterval(timer);
}

/** Takes over what the page says, and its steps if it is a run's. */
function show(place: HTMLElement, page: Document, address: string | null): void {
  const card = document.createElement("section");
  card.className = "card";
  if (address !== null) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = place.dataset.open ?? "";
    const title = document.createElement("h2");
    title.textContent = place.dataset.ran ?? "";
    const header = document.createElement("header");
    header.append(title, link);
    card.append(header);
  }
  const parts = page.querySelectorAll("main .said:not([role]), main .fall");
  for (const part of parts) {
    for (const one of [part, ...part.querySelectorAll("[id]")]) one.removeAttribute("id");
    part.removeAttribute("aria-labelledby");
    card.append(document.adoptNode(part));
  }
  place.replaceChildren(card);
}

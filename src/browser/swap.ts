// Asks for a page and puts its content into the one that is open, so that the place on the
// page, what is folded out and the focus stay.
import { Idiomorph } from "idiomorph";
import { isChanged } from "./in-use.ts";

let newest = 0;

/** A page that takes longer is asked for again, or left to the browser. */
const longestMs = 30_000;

/**
 * Replaces the content by that of an address of ours, unless `mustStay` when the answer
 * is there. False when the answer is no page of this kind: then the caller lets the browser go
 * there. Of several calls the last one counts.
 */
export async function swapTo(
  address: string,
  mustStay: () => boolean = () => false,
): Promise<boolean> {
  const mine = ++newest;
  const signal = AbortSignal.timeout(longestMs);
  const answer = await fetch(address, { headers: { accept: "text/html" }, signal });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("main");
  const current = document.querySelector("main");
  if (mine !== newest || mustStay()) return true;
  if (content === null || current === null) return false;
  await Idiomorph.morph(current, content, {
    ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (name, node) => !isFold(name, node),
      beforeNodeMorphed: (node) => !isKept(node),
      beforeNodeRemoved: (node) => !isKept(node),
    },
  });
  replaceWith(page, "#fresh");
  document.title = page.title;
  document.documentElement.dataset.zone = page.documentElement.dataset.zone;
  document.dispatchEvent(new Event("swapped"));
  return true;
}

/** Asks for the open page again. What somebody typed or ticked meanwhile stays. */
export const refresh = (): Promise<boolean> =>
  swapTo(location.href, isChanged).catch(() => false);

/** What is folded out stays so. */
const isFold = (name: string, node: Element): boolean =>
  name === "open" && node.localName === "details";

/** What a script put into its place stays there, and so does what a form said. */
const isKept = (node: Node): boolean =>
  node instanceof Element && node.matches("[data-keep]");

function replaceWith(page: Document, selector: string): void {
  const [from, to] = [page.querySelector(selector), document.querySelector(selector)];
  if (from !== null && to !== null) to.replaceWith(from);
}

/**
 * Links and GET forms that are marked with `data-swap` change the content without a full
 * load. The address follows, so that back, reload and sharing work.
 */
export function swapLinksAndForms(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("[data-swap] a[href], a[data-swap]");
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin) return;
    const isPlain = event.button === 0 && !hasModifier(event) && link.target === "";
    if (!isPlain || isSamePlace(link)) return;
    event.preventDefault();
    void go(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "get" || !form.matches("[data-swap], [data-swap] form")) return;
    event.preventDefault();
    const fields = new FormData(form);
    const query = [...fields].filter(([, value]) => value !== "") as [string, string][];
    void go(`${new URL(form.action).pathname}?${new URLSearchParams(query)}`);
  });
  addEventListener("popstate", () => void refresh());
}

/** Only the fragment differs: the browser scrolls there by itself. */
const isSamePlace = ({ pathname, search, hash }: HTMLAnchorElement): boolean =>
  hash !== "" && pathname === location.pathname && search === location.search;

const hasModifier = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;

async function go(address: string): Promise<void> {
  const done = await swapTo(address).catch(() => false);
  if (done) history.pushState(null, "", address);
  else location.assign(address);
}

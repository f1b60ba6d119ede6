// Lets the pointer and the arrow keys tell about each cell of a calendar of slots. What
// ran is asked for once a row.
import { cellBeside, cellsIn, rowOf } from "./calendar-places.ts";

/** A run as the API answers it, as far as a tip needs it. */
type SlotRun = {
  dueAt: string;
  startedAt: string;
  /** Null where only its end was reported. */
  durationMs: number | null;
  fate: string;
  trigger: string;
  outcome: string;
};

const calendars = "[data-calendar]";

export function tellSlots(): void {
  document.addEventListener("pointerover", ({ target }) => showTip(target as Element));
  document.addEventListener("focusin", ({ target }) => showTip(target as Element));
  document.addEventListener("pointerout", ({ target }) =>
    forgetHiding(target as Element),
  );
  document.addEventListener("focusout", ({ target }) => forgetHiding(target as Element));
  document.addEventListener("click", ({ target }) => openRun(cellOf(target as Element)));
  document.addEventListener("keydown", onKey);
  document.addEventListener("swapped", offerACell);
  offerACell();
}

const cellOf = (target: Element): HTMLElement | null =>
  target.closest?.<HTMLElement>(`${calendars} :is(.cells > *, .day)`) ?? null;

/** Where nothing is news, Tab comes to the newest slot; arrows go on from there. */
function offerACell(): void {
  const calendar = document.querySelector(calendars);
  if (calendar === null || calendar.querySelector("a:is(.slot, .day)") !== null) return;
  const last = [...calendar.querySelectorAll<HTMLElement>(".cells > i")].findLast(
    ({ className }) => className === "",
  );
  if (last === undefined) return;
  beFocusable(last);
  last.tabIndex = 0;
}

/** A cell that ran gets its name with its tip; until then it has that of its row. */
function beFocusable(cell: HTMLElement): void {
  if (cell.localName === "a") return;
  if (!cell.hasAttribute("tabindex")) cell.tabIndex = -1;
  if (cell.textContent !== "") return;
  const isAhead = cell.className === "ahead";
  const { ahead = "" } = cell.closest<HTMLElement>(calendars)?.dataset ?? {};
  const row = rowOf(cell)?.querySelector("a")?.getAttribute("aria-label") ?? "";
  cell.setAttribute("role", isAhead ? "img" : "link");
  cell.setAttribute("aria-label", isAhead ? ahead : row);
}

function onKey(event: KeyboardEvent): void {
  const cell = cellOf(event.target as Element);
  if (cell === null || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") hideTip(cell);
  if (event.key === "Enter") openRun(cell);
  const next = cellBeside(cell, event.key);
  if (next === null) return;
  event.preventDefault();
  beFocusable(next);
  next.focus();
}

/** A link goes to its run by itself. */
function openRun(cell: HTMLElement | null): void {
  if (cell?.dataset.href !== undefined) location.assign(cell.dataset.href);
}

function hideTip(cell: HTMLElement): void {
  const tip = cell.querySelector<HTMLElement>(".tip");
  if (tip !== null) tip.hidden = true;
}

/** A tip that was hidden comes again when one comes back to its cell. */
function forgetHiding(target: Element): void {
  const tip = cellOf(target)?.querySelector<HTMLElement>(".tip");
  if (tip) tip.hidden = false;
}

async function showTip(target: Element): Promise<void> {
  const cell = cellOf(target);
  const row = cell && rowOf(cell);
  const isPlain = cell?.localName === "i" && cell.className === "";
  if (!isPlain || row === null || cell.querySelector(".tip") !== null) return;
  const plain = cellsIn(row).filter(({ className, localName }) => {
    return localName === "i" && className === "";
  });
  const runs = await runsOf(row, plain.length);
  // The cells that ran, and no others, stand for these runs, in their order.
  const run = runs.length === plain.length ? runs[plain.indexOf(cell)] : undefined;
  if (run !== undefined && cell.querySelector(".tip") === null) addTip(cell, run);
}

const asked = new Map<string, Promise<SlotRun[]>>();

/** The runs of a row that ran well and in time, the earliest first. */
function runsOf(row: Element, count: number): Promise<SlotRun[]> {
  const { href = "" } = row.querySelector("a") ?? {};
  const key = `${count} ${href}`;
  const known = asked.get(key);
  if (known !== undefined) return known;
  const answer = askRuns(row, new URL(href)).catch(() => {
    asked.delete(key);
    return [];
  });
  asked.set(key, answer);
  return answer;
}

/** More than a row has cells. */
const mostRuns = 500;

async function askRuns(row: Element, { searchParams }: URL): Promise<SlotRun[]> {
  const query = new URLSearchParams({ limit: String(mostRuns) });
  for (const name of ["from", "to"]) query.set(name, searchParams.get(name) ?? "");
  const path = row.closest<HTMLElement>(calendars)?.dataset.calendar;
  const answer = await fetch(`/api${path}/runs?${query}`);
  if (!answer.ok) throw new Error(`The runs were answered with ${answer.status}.`);
  const { items } = (await answer.json()) as { items: SlotRun[] };
  return items
    .filter(({ trigger }) => trigger === "schedule" || trigger === "retry")
    .filter(({ fate, outcome }) => fate === "ran" && outcome === "ok")
    .reverse();
}

function addTip(cell: HTMLElement, run: SlotRun): void {
  const calendar = cell.closest<HTMLElement>(calendars);
  if (calendar === null) return;
  const { calendar: path, tipTitle = "", tipText = "" } = calendar.dataset;
  const [tip, title] = [document.createElement("span"), document.createElement("b")];
  tip.className = "tip";
  title.textContent = tipTitle.replace("{due}", clockOf(run.dueAt));
  const text = tipText
    .replace("{started}", clockOf(run.startedAt))
    .replace("{took}", run.durationMs === null ? "–" : lengthOf(run.durationMs));
  tip.append(title, text);
  cell.append(tip);
  cell.dataset.href = `${path}/runs/${run.dueAt}`;
  cell.setAttribute("aria-label", `${title.textContent}. ${text}`);
}

/** As the server writes it, in the zone that the page was made for. */
const clockOf = (instant: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    timeStyle: "medium",
    timeZone: document.documentElement.dataset.zone,
  }).format(new Date(instant));

const lengthOf = (ms: number): string =>
  ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;

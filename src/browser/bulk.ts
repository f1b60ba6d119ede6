// Ticks many boxes of a list at once: all of them with the box in the head, a range with
// the shift key. A target that stands under several tags is ticked under each.

const boxes = (): HTMLInputElement[] => [
  ...document.querySelectorAll<HTMLInputElement>("main input.pick"),
];

const boxOfAll = (): HTMLInputElement | null =>
  document.querySelector("main input.pick-all");

/** Where a range begins. */
let lastTicked: HTMLInputElement | null = null;

export function tickMany(): void {
  showBoxOfAll();
  document.addEventListener("swapped", showBoxOfAll);
  document.addEventListener("keydown", (event) => {
    const isBox = (event.target as Element).matches?.("main :is(.pick, .pick-all)");
    if (event.key === "Enter" && isBox) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if (box.matches(".pick-all")) tick(boxes(), box.checked);
    else if (box.matches(".pick")) {
      tick(event.shiftKey ? rangeTo(box) : [box], box.checked);
      lastTicked = box;
    } else return;
    showHowMany();
  });
}

/** Without this script the box would do nothing, so it comes hidden. */
function showBoxOfAll(): void {
  boxOfAll()?.removeAttribute("hidden");
  showHowMany();
}

function tick(chosen: readonly HTMLInputElement[], checked: boolean): void {
  const ids = new Set(chosen.map(({ value }) => value));
  for (const box of boxes()) if (ids.has(box.value)) box.checked = checked;
}

function rangeTo(box: HTMLInputElement): HTMLInputElement[] {
  const all = boxes();
  const ends = [all.indexOf(box), lastTicked === null ? -1 : all.indexOf(lastTicked)];
  const [from = 0, to = 0] = ends.sort((a, b) => a - b);
  return from < 0 ? [box] : all.slice(from, to + 1);
}

function showHowMany(): void {
  const box = boxOfAll();
  if (box === null) return;
  const all = boxes();
  const ticked = all.filter(({ checked }) => checked).length;
  box.checked = ticked > 0 && ticked === all.length;
  box.indeterminate = ticked > 0 && ticked < all.length;
}

// Offers to zoom a chart, and loads what that takes when somebody wants to.

type Zoom = typeof import("./zoom.ts");

export function offerZoom(): void {
  document.addEventListener("swapped", offer);
  offer();
}

function offer(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-zoom]")) {
    const isOther = place.dataset.drawn !== windowOf(place);
    if (!isOther && place.childElementCount > 0) continue;
    place.dataset.drawn = windowOf(place);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = place.dataset.button ?? "";
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const { zoomIn }: Zoom = await import(place.dataset.script ?? "");
        zoomIn(place);
      } catch {
        // Whoever asks again may have a network by then.
        button.disabled = false;
      }
    });
    place.replaceChildren(button);
  }
}

/** The window that the chart beside it shows: another one takes another zoom. */
const windowOf = (place: HTMLElement): string =>
  place.parentElement?.querySelector<HTMLElement>("[data-window]")?.dataset.window ?? "";

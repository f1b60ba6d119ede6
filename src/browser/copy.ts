// Copies a text that its reader is to paste elsewhere.

/** For how long a button says that it has copied, ms. */
const saidMs = 2_000;

export function copyTexts(): void {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    const { copied } = target.dataset;
    const text = target.parentElement?.querySelector("pre");
    if (copied === undefined || !text) return;
    copy(text).then(
      () => say(target, copied),
      () => getSelection()?.selectAllChildren(text),
    );
  });
}

/** A page that came without https may copy nothing: then the text is selected. */
async function copy(text: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(text.textContent);
}

function say(button: HTMLButtonElement, copied: string): void {
  const before = button.textContent;
  if (before === copied) return;
  button.textContent = copied;
  setTimeout(() => {
    button.textContent = before;
  }, saidMs);
}

// Lets "/" go to the search field, as in other tools of this kind.
export function focusByKey(): void {
  document.addEventListener("keydown", (event) => {
    const isTyping = (event.target as Element).matches?.("input, textarea, select");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping) return;
    const search = document.querySelector<HTMLElement>('main input[type="search"]');
    if (search === null) return;
    event.preventDefault();
    search.focus();
  });
}

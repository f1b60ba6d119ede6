// Tells whether somebody is at something on the page.

/** Somebody types, has ticked a box, opened a menu or reads a tip. */
export function isInUse(): boolean {
  const { activeElement } = document;
  const isTyping =
    activeElement?.matches("input:not(.pick, .pick-all), textarea, select") ?? false;
  return (
    isTyping ||
    document.querySelector("main :is(.pick:checked, .menu[open])") !== null ||
    document.querySelector(
      "main :is(.slot, .cells > i, .day):is(:hover, :focus-visible)",
    ) !== null
  );
}

/** Whether a refresh would take away what somebody typed or ticked. */
export const isChanged = (): boolean =>
  document.querySelector("main .pick:checked") !== null || isTyped();

/** Whether a form that is to be sent holds anything else than it came with. */
const isTyped = (): boolean =>
  [
    ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      'main form[method="post"] :is(input:not(.pick), textarea)',
    ),
  ].some(
    (field) =>
      field.value !== field.defaultValue ||
      ("checked" in field && field.checked !== field.defaultChecked),
  );

// Tells the server the browser's time zone, in a cookie, and asks for the page again where
// it was made for another zone.
import { refresh } from "./swap.ts";

const keptSeconds = 400 * 86_400;

export function tellZone(): void {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (!timeZone || document.documentElement.dataset.zone === timeZone) return;
  if (/(^|; )zone=/.test(document.cookie)) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser
  document.cookie = `zone=${encodeURIComponent(timeZone)}; path=/; max-age=${keptSeconds}; samesite=lax`;
  void refresh();
}

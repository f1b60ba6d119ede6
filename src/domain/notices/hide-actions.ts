// Takes out of a message what lets anybody who reads it act.
import type { Message } from "./message.ts";

/** A template may have written the links that act into the title or the text. */
export function hideActions(message: Message): Message {
  const { title, text, links } = message;
  const acting = links.filter(({ name }) => name !== "look");
  const hide = (written: string): string =>
    acting.reduce((rest, { url }) => hideQuery(rest, url), written);
  return {
    ...message,
    title: hide(title),
    text: text === null ? null : hide(text),
    links: links.filter((link) => !acting.includes(link)),
  };
}

/** The query has the signature, of which a cut may have left a part. */
function hideQuery(text: string, url: string): string {
  const start = url.slice(0, url.indexOf("?") + 1);
  const [first = "", ...rest] = text.split(start);
  return first + rest.map((part) => `${start}${part.replace(/^\S*/, "…")}`).join("");
}

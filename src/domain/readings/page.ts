// Makes the page that steps read: an answer whose elements are parsed once, when the first
// step asks.
import type { Answer } from "#domain/conditions/answer.ts";
import { buildDocument } from "./dom/build-document.ts";
import type { PageDocument } from "./dom/page-document.ts";
import { writeHtml } from "./dom/write-html.ts";
import { formatOf } from "./format.ts";
import type { Page } from "./step-kind.ts";

export function createPage(answer: Answer): Page {
  let document: PageDocument | undefined;
  const text = () => answer.text()?.text ?? "";
  return {
    answer,
    document() {
      document ??= buildDocument(text(), { isXml: formatOf(answer) === "xml" });
      return document;
    },
    source: () => (document?.isCut ? writeHtml([document]) : text()),
  };
}

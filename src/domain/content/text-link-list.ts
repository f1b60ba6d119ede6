// Reads a list of links in text, one URL a line. Every line must be an absolute URL:
// otherwise the text is no list, but prose or data.

import {
  addEntry,
  append,
  isAbsolute,
  type ListInProgress,
  type ListParser,
  urlOf,
} from "./link-list.ts";

export class TextListParser implements ListParser {
  readonly #list: ListInProgress;
  #line = "";
  #isDone = false;

  constructor(list: ListInProgress) {
    this.#list = list;
  }

  write(text: string): void {
    if (this.#isDone) return;
    for (const [index, part] of text.split(/[\r\n]/).entries()) {
      if (index > 0) this.end();
      this.#line = append(this.#line, part);
    }
  }

  /** Takes the line that was read last. */
  end(): void {
    const line = this.#line.trim();
    this.#line = "";
    if (line === "" || this.#isDone) return;
    if (isAbsolute(line)) this.#take(line);
    else this.#refuse();
  }

  #take(line: string): void {
    this.#list.kind = "text";
    const url = urlOf(line);
    if (url !== null) addEntry(this.#list, { url, lastModified: null });
  }

  #refuse(): void {
    this.#isDone = true;
    this.#list.kind = "unknown";
    this.#list.entries = [];
  }
}

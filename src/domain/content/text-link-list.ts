// Reads a list of links in text, one absolute URL a line. Counts lines that are none; a
// text without any URL is no list, but prose or data.

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
  #invalid = 0;

  constructor(list: ListInProgress) {
    this.#list = list;
  }

  write(text: string): void {
    for (const [index, part] of text.split(/[\r\n]/).entries()) {
      if (index > 0) this.end();
      this.#line = append(this.#line, part);
    }
  }

  /** Takes the line that was read last. */
  end(): void {
    const line = this.#line.trim();
    this.#line = "";
    if (line === "") return;
    if (isAbsolute(line)) this.#take(line);
    else this.#invalid += 1;
    if (this.#invalid > 0 && this.#list.kind === "text")
      this.#list.invalid = this.#invalid;
  }

  #take(line: string): void {
    this.#list.kind = "text";
    const url = urlOf(line);
    if (url !== null) addEntry(this.#list, { url, lastModified: null });
  }
}

// Writes elements as HTML.
import render from "dom-serializer";
import type { ChildNode } from "domhandler";

export const writeHtml = (nodes: readonly ChildNode[]): string =>
  render([...nodes], { encodeEntities: "utf8" });

// Gives the text of elements as a person reads it.
import type { ChildNode } from "domhandler";
import { textContent } from "domutils";

export const textOfNodes = (nodes: readonly ChildNode[]): string =>
  textContent([...nodes]).trim();

// Gives the text of elements as a person reads it, each part of it once.
import type { ChildNode, ParentNode } from "domhandler";
import { isText } from "domhandler";
import { ReadableText } from "./readable-text.ts";

/** `tellLink` gives what is written behind a link; null for nothing. */
type TextOptions = { tellLink?: (href: string) => string | null };

export function textOfNodes(
  nodes: readonly ChildNode[],
  { tellLink }: TextOptions = {},
): string {
  const text = new ReadableText(tellLink);
  for (const node of outermostOf(nodes)) text.addChosen(node);
  return text.finish();
}

/** The nodes that stand in no other one of them. */
export function outermostOf(nodes: readonly ChildNode[]): readonly ChildNode[] {
  if (nodes.length < 2) return nodes;
  const chosen = new Set<ParentNode | ChildNode>(nodes);
  const known = new Map<ParentNode, boolean>();
  const isInside = (parent: ParentNode | null): boolean => {
    if (parent === null) return false;
    const before = known.get(parent);
    if (before !== undefined) return before;
    const is = chosen.has(parent) || isInside(parent.parent);
    known.set(parent, is);
    return is;
  };
  return nodes.filter(({ parent }) => !isInside(parent));
}

/** The text as it is written, that of scripts too. Calls `onNode` for each node. */
export function rawTextOf(node: ChildNode, onNode?: () => void): string {
  const texts: string[] = [];
  const collect = (node: ChildNode): void => {
    onNode?.();
    if (isText(node)) texts.push(node.data);
    else if ("children" in node) node.children.forEach(collect);
  };
  collect(node);
  return texts.join("");
}

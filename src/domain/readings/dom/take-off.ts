// Takes elements off a page, or makes copies of elements without some of those in them.
import {
  type ChildNode,
  Element,
  isTag,
  isText,
  type ParentNode,
  Text,
} from "domhandler";
import type { PageDocument } from "./page-document.ts";

/** Takes elements off: later readings of the page do not meet them. */
export function takeOff(document: PageDocument, elements: readonly Element[]): void {
  const taken = new Set<ChildNode>(elements);
  const parents = new Set(elements.map(({ parent }) => parent));
  for (const parent of parents)
    if (parent !== null)
      setChildren(
        parent,
        parent.children.filter((child) => !taken.has(child)),
      );
  if (elements.length > 0) document.isCut = true;
}

/** Copies nodes; the page stays as it is. */
export function copyWithout(
  nodes: readonly ChildNode[],
  left: ReadonlySet<ChildNode>,
): ChildNode[] {
  return nodes.filter((node) => !left.has(node)).map((node) => copyOf(node, left));
}

function copyOf(node: ChildNode, left: ReadonlySet<ChildNode>): ChildNode {
  if (isText(node)) return new Text(node.data);
  if (!isTag(node)) return node;
  const copy = new Element(node.name, node.attribs);
  setChildren(copy, copyWithout(node.children, left));
  return copy;
}

function setChildren(parent: ParentNode, children: ChildNode[]): void {
  parent.children = children;
  for (const [i, child] of children.entries()) {
    child.parent = parent;
    child.prev = children[i - 1] ?? null;
    child.next = children[i + 1] ?? null;
  }
}

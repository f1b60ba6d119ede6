// Names what a feed of changes tells of: one target, the targets with a tag, or all.

export type FeedScope =
  | { kind: "all" }
  | { kind: "target"; id: number }
  | { kind: "tag"; tag: string };

/** A scope as it is stored. */
export type WrittenScope = "all" | `target:${number}` | `tag:${string}`;

export function writeScope(scope: FeedScope): WrittenScope {
  if (scope.kind === "all") return "all";
  return scope.kind === "target" ? `target:${scope.id}` : `tag:${scope.tag}`;
}

export function readScope(written: WrittenScope): FeedScope {
  if (written === "all") return { kind: "all" };
  const value = written.slice(written.indexOf(":") + 1);
  return written.startsWith("target:")
    ? { kind: "target", id: Number(value) }
    : { kind: "tag", tag: value };
}

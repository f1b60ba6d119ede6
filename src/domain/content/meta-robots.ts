// Reads what <meta name="robots"> and X-Robots-Tag ask of crawlers: not to keep a page,
// not to follow its links. Ignores all other directives.

export type RobotsDirectives = { noindex: boolean; nofollow: boolean };

export const noDirectives: RobotsDirectives = { noindex: false, nofollow: false };

/** The name that this crawler answers to, besides "robots". */
export const robotName = "junkai";

/** So much of a meta element's content is read: directives take a few words. */
const MAX_CONTENT_CHARS = 1_000;

/**
 * Reads a meta element's content. Only commas separate directives: "max-image-preview:
 * none" is no "none".
 */
export function readRobotsContent(content: string): RobotsDirectives {
  const parts = content.slice(0, MAX_CONTENT_CHARS).split(",");
  return parts.map(directiveOf).reduce(mergeDirectives, noDirectives);
}

/** Gives both together: what either asks for is asked for. */
export function mergeDirectives(
  a: RobotsDirectives,
  b: RobotsDirectives,
): RobotsDirectives {
  return { noindex: a.noindex || b.noindex, nofollow: a.nofollow || b.nofollow };
}

/**
 * Reads an X-Robots-Tag header, or several joined by commas. "agent:" holds for the
 * directives up to the next "agent:", as in Google's examples
 * (https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag). So
 * directives for everybody are recognised only where they come first.
 */
export function readRobotsHeader(value: string): RobotsDirectives {
  let directives = noDirectives;
  let isForUs = true;
  for (const part of value.split(",")) {
    const [, prefix = "", rest = ""] = agentPrefix.exec(part) ?? [];
    const agent = prefix.trim().toLowerCase();
    const isNamed = agent !== "" && !valued.has(agent);
    if (isNamed) isForUs = agent === "*" || agent === robotName;
    if (isForUs)
      directives = mergeDirectives(directives, directiveOf(isNamed ? rest : part));
  }
  return directives;
}

// An agent begins with a letter: dates have commas and colons as well
// ("unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT").
const agentPrefix = /^\s*(\*|[a-z_][^:]*):(.*)$/is;
const valued = new Set([
  "unavailable_after",
  "max-snippet",
  "max-image-preview",
  "max-video-preview",
]);

function directiveOf(text: string): RobotsDirectives {
  const name = text.trim().toLowerCase();
  const none = name === "none";
  return { noindex: none || name === "noindex", nofollow: none || name === "nofollow" };
}

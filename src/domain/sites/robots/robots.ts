// Reads what a robots.txt says to one agent (RFC 9309; where that leaves room, as
// Google's open-source matcher does; where both differ on escapes, both must allow).
// Takes any bytes: what makes no sense forbids
// nothing. Does not decide which answers stand for a robots.txt.

import { type Directive, readDirectives } from "./robots-lines.ts";
import {
  matchesPattern,
  type PathPattern,
  parsePattern,
  pathOf,
  respellPath,
  respellPattern,
} from "./robots-pattern.ts";

/** `respelled` is the pattern in the one spelling of RFC 9309. */
type Rule = { allow: boolean; pattern: PathPattern; respelled: PathPattern };

/** Plain data. */
export type Robots = {
  /** By precedence: the first that matches a URL decides. Without one it is allowed. */
  rules: readonly Rule[];
  /** The first Crawl-delay that is meant for the agent. */
  crawlDelayMs: number | null;
  /** Of all groups, as written, except that octets beyond ASCII are percent-encoded. */
  sitemaps: readonly string[];
};

/** `agent` is a product token such as "junkai". */
export function parseRobots(bytes: Uint8Array, agent: string): Robots {
  const directives = readDirectives(bytes);
  const { rules, crawlDelayMs } = groupFor(agent, directives);
  const sitemaps = directives.filter(
    ({ name, value }) => name === "sitemap" && value !== "",
  );
  return {
    rules: rules.sort(byPrecedence),
    crawlDelayMs,
    sitemaps: sitemaps.map(({ value }) => value),
  };
}

/** `url` is absolute and percent-encoded, as the URL class writes it. */
export function isAllowed({ rules }: Robots, url: string): boolean {
  if (rules.length === 0) return true;
  const path = pathOf(url);
  // RFC 9309 2.2.2.
  if (path === "/robots.txt") return true;
  const first = rules.find(({ pattern }) => matchesPattern(pattern, path));
  return (first?.allow ?? true) && isAllowedRespelled(rules, respellPath(path));
}

/** The longest pattern that matches decides; of equally long ones, Allow. */
function isAllowedRespelled(rules: readonly Rule[], path: string): boolean {
  const lengths = { allow: 0, disallow: 0 };
  for (const { allow, respelled } of rules) {
    const name = allow ? "allow" : "disallow";
    if (respelled.length > lengths[name] && matchesPattern(respelled, path))
      lengths[name] = respelled.length;
  }
  return lengths.allow >= lengths.disallow;
}

type Group = { rules: Rule[]; crawlDelayMs: number | null };
const emptyGroup = (): Group => ({ rules: [], crawlDelayMs: null });

/** All groups that name the agent, as one; only if there is none, those of `*`. */
function groupFor(agent: string, directives: readonly Directive[]): Group {
  const everyone = emptyGroup();
  let named: Group | null = null;
  // The group that a line belongs to: the agent's own, everyone's, or null for others'.
  let group: Group | null = null;
  let hasRules = false;
  for (const { name, value } of directives) {
    if (name === "user-agent") {
      if (hasRules) group = null;
      hasRules = false;
      if (isNamed(agent, value)) group = named ??= emptyGroup();
      else if (/^\*(\s|$)/.test(value)) group ??= everyone;
    } else if (name === "allow" || name === "disallow") {
      hasRules = true;
      group?.rules.push(...rulesOf(name, value));
    } else if (name === "crawl-delay" && group) {
      // Does not end the list of agents: other records must not interfere with groups
      // (RFC 9309 2.2.4).
      group.crawlDelayMs ??= readDelay(value);
    }
  }
  return named ?? everyone;
}

/**
 * A user-agent line counts up to the first character that no product token has: "Foo/2.1"
 * names Foo.
 */
function isNamed(agent: string, value: string): boolean {
  const [token = ""] = /^[a-z_-]*/i.exec(value) ?? [];
  return token !== "" && token.toLowerCase() === agent.toLowerCase();
}

/**
 * The rules of a line. An empty value gives none. As Google does it, allowing an index
 * page allows its directory too.
 */
function rulesOf(name: "allow" | "disallow", value: string): Rule[] {
  if (value === "") return [];
  const allow = name === "allow";
  const slash = value.lastIndexOf("/");
  const hasIndex = allow && value.startsWith("/index.htm", slash);
  const values = hasIndex ? [value, `${value.slice(0, slash + 1)}$`] : [value];
  return values.map((each) => ruleOf(allow, each));
}

/** Most values have one spelling: then one pattern serves twice. */
function ruleOf(allow: boolean, value: string): Rule {
  const pattern = parsePattern(value);
  const text = respellPattern(value);
  const isSame = text === value && !value.includes("%");
  return { allow, pattern, respelled: isSame ? pattern : parseRespelled(text) };
}

/** A pattern as long as its characters are many: respelling escapes what was not. */
const parseRespelled = (value: string): PathPattern => ({
  ...parsePattern(value),
  length: value.replaceAll(/%[0-9A-F]{2}/g, "%").length,
});

/** Orders the longest pattern first; of equally long ones, Allow. */
const byPrecedence = (a: Rule, b: Rule): number =>
  b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow);

/** Reads seconds, with or without a fraction, as ms. Ignores what follows them. */
function readDelay(value: string): number | null {
  const seconds = Number.parseFloat(/^(\d+(\.\d+)?|\.\d+)/.exec(value)?.[0] ?? "");
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : null;
}

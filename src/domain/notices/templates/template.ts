// Reads and renders the templates of channels (mustache, whose syntax is at
// https://mustache.github.io/mustache.5.html). Nothing is escaped: each channel escapes
// what it sends by itself.
import mustache from "mustache";
import { oneLine } from "#domain/cut.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { type TemplateScope, templateFields, templateScopes } from "./template-fields.ts";

export const MAX_TEMPLATE_CHARS = 4_000;

// Channels cut it to less, but for e-mail.
const MAX_RENDERED_CHARS = 20_000;

/** Null where a template is fine; else what is wrong with it and where, in a sentence. */
export function objectToTemplate(template: string): string | null {
  if (template.length > MAX_TEMPLATE_CHARS)
    return `A template may have at most ${MAX_TEMPLATE_CHARS} characters.`;
  const parsed = parse(template);
  if ("problem" in parsed) return parsed.problem;
  return objectToTokens(template, parsed.tokens, []);
}

/** The text; null for a template that is not fine. */
export function renderTemplate(
  template: string,
  view: Readonly<Record<string, unknown>>,
): string | null {
  if (objectToTemplate(template) !== null) return null;
  const text = new BoundedWriter().render(template, view, undefined, asItIs);
  // What was cut off may have been half a character.
  return text.toWellFormed();
}

const asItIs = { escape: (value: unknown) => String(value) };

/** Writes until the text is as long as it may be: lists in lists would multiply. */
class BoundedWriter extends mustache.Writer {
  // Else strangers' templates would stay in memory.
  templateCache = undefined;
  private room = MAX_RENDERED_CHARS;

  private take(text: string | undefined): string {
    const taken = (text ?? "").slice(0, this.room);
    this.room -= taken.length;
    return taken;
  }

  override renderTokens(...args: Parameters<mustache.Writer["renderTokens"]>): string {
    return this.room > 0 ? super.renderTokens(...args) : "";
  }

  override rawValue(...args: Parameters<mustache.Writer["rawValue"]>): string {
    return this.take(super.rawValue(...args));
  }

  override escapedValue(...args: Parameters<mustache.Writer["escapedValue"]>): string {
    return this.take(super.escapedValue(...args));
  }

  override unescapedValue(
    ...args: Parameters<mustache.Writer["unescapedValue"]>
  ): string {
    return this.take(String(super.unescapedValue(...args) ?? ""));
  }
}

/** What mustache makes of a template: kind, name, start, end, and what is within. */
type Token = [kind: string, name: string, start: number, end: number, within?: Token[]];

function parse(template: string): { tokens: Token[] } | { problem: string } {
  try {
    return { tokens: new BoundedWriter().parse(template) as Token[] };
  } catch (error) {
    // "Unclosed section "items" at 12"
    const [, what = messageOf(error), at = "0"] =
      /^(.*) at (\d+)$/s.exec(messageOf(error)) ?? [];
    return { problem: `${quoted(what)}, ${placeOf(template, Number(at))}.` };
  }
}

// A refusal is read in one line.
const MAX_QUOTED_CHARS = 80;

const quoted = (text: string): string => oneLine(text, MAX_QUOTED_CHARS);

/** "line 2, column 5". */
function placeOf(template: string, at: number): string {
  const before = template.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** Kinds of tokens that name a field. */
const naming = new Set(["name", "&", "{", "#", "^"]);

/**
 * Other names are mistyped, or reach for what every object of the language has. A list
 * within itself takes no room, and yet time: forty items five deep are a hundred million.
 */
function objectToTokens(
  template: string,
  tokens: readonly Token[],
  around: readonly string[],
): string | null {
  for (const [kind, name, start, , within] of tokens) {
    const place = placeOf(template, start);
    if (kind === ">") return `Templates within templates are not known, ${place}.`;
    const problem = naming.has(kind) ? objectToName(name, around, place) : null;
    if (problem !== null) return problem;
    if (kind !== "#" && kind !== "^") continue;
    if (around.includes(name)) return `{{#${name}}} stands within itself, ${place}.`;
    const inner = objectToTokens(template, within ?? [], [...around, name]);
    if (inner !== null) return inner;
  }
  return null;
}

/** `around` names the sections that a name stands within. */
function objectToName(
  name: string,
  around: readonly string[],
  place: string,
): string | null {
  const having = templateScopes.filter((scope) => hasField(scope, name));
  if (having.length === 0) return `There is no field ${quoted(name)}, ${place}.`;
  if (having.some((scope) => scope === "message" || around.includes(scope))) return null;
  const sections = having.map((scope) => `{{#${scope}}}`).join(", ");
  return `The field ${name} stands only within ${sections}, ${place}.`;
}

const hasField = (scope: TemplateScope, name: string): boolean =>
  (templateFields[scope] as readonly string[]).includes(name);

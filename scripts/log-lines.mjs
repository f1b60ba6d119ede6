// Turns the lines that wrangler writes into the lines that we show. No I/O, no clock.
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{
 *   kind: "event",
 *   event: string,
 *   fields: Record<string, unknown>,
 * }} EventEntry What the Worker logged.
 * @typedef {{
 *   kind: "request",
 *   method: string,
 *   path: string,
 *   status: number,
 *   ms: number,
 * }} RequestEntry
 * @typedef {{ kind: "problem", level: "error" | "warning", text: string }} ProblemEntry
 * @typedef {{ kind: "detail", text: string }} DetailEntry A line of the last problem.
 * @typedef {{ kind: "other", text: string }} OtherEntry
 * @typedef {import("./terminal.mjs").Paint} Paint
 * @typedef {import("./terminal.mjs").Brush} Brush
 * @typedef {EventEntry | RequestEntry | ProblemEntry | DetailEntry | OtherEntry} Entry
 */

/** Not worth a line: start.mjs is the cron trigger, and reloading is over at once. */
const noise = /^Scheduled Workers are not automatically triggered|^⎔ /;

const problemLine = /^(?:\[wrangler:(error|warn)\]|[▲✘] \[(ERROR|WARNING)\]) (.*)$/;

/**
 * @returns {(line: string) => Entry | null} Reads the lines of one stream in order; gives
 *   null for those to leave out.
 */
export function createLineReader() {
  /** @type {"shown" | "left out" | null} The problem that details may follow. */
  let problem = null;

  return (raw) => {
    const line = stripVTControlCharacters(raw).trimEnd();
    if (line === "") return null;
    if (problem !== null && /^\s/.test(line))
      return problem === "shown" ? { kind: "detail", text: line } : null;
    const entry = readLine(line);
    problem =
      entry?.kind === "problem" ? (noise.test(entry.text) ? "left out" : "shown") : null;
    return problem === "left out" ? null : entry;
  };
}

/**
 * @param {string} line
 * @returns {Entry | null}
 */
function readLine(line) {
  const event = readEvent(line);
  if (event) return event.event === "request" ? toRequest(event.fields) : event;
  const problem = problemLine.exec(line);
  if (problem) {
    const [, tag, badge, text = ""] = problem;
    return {
      kind: "problem",
      level: (tag ?? badge)?.toLowerCase() === "error" ? "error" : "warning",
      text,
    };
  }
  return noise.test(line) || line.startsWith("[wrangler:info]")
    ? null
    : { kind: "other", text: line };
}

/**
 * @param {string} line
 * @returns {EventEntry | null}
 */
function readEvent(line) {
  if (!line.startsWith('{"')) return null;
  try {
    const { event, ...fields } = JSON.parse(line, showControls);
    return typeof event === "string" ? { kind: "event", event, fields } : null;
  } catch {
    return null;
  }
}

/**
 * Spells control characters out: outsiders choose paths, and one with a line feed or an
 * escape sequence could forge a line or steer the terminal.
 *
 * @param {string} _
 * @param {unknown} value
 */
function showControls(_, value) {
  if (typeof value !== "string") return value;
  return value.replaceAll(
    /\p{Cc}/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * @param {Record<string, unknown>} fields
 * @returns {RequestEntry}
 */
function toRequest({ method, path, query, status, ms }) {
  return {
    kind: "request",
    method: String(method),
    path: query === "" ? String(path) : `${path}?${query}`,
    status: Number(status),
    ms: Number(ms),
  };
}

/**
 * @param {Entry} entry
 * @param {Date} at
 * @param {Paint} paint
 * @returns {string}
 */
export function writeEntry(entry, at, paint) {
  /** @type {(name: string, rest: string, brush?: Brush) => string} */
  const line = (name, rest, brush = paint.cyan) =>
    `${paint.dim(formatTime(at))}  ${brush(name.padEnd(6))}  ${rest}`;

  switch (entry.kind) {
    case "event":
      if (entry.event === "round") return line("round", writeRound(entry.fields, paint));
      if (entry.event === "slice") return line("slice", writeSlice(entry.fields, paint));
      return entry.event === "notice"
        ? line("notice", writeNotice(entry.fields, paint))
        : line(entry.event, writeFields(entry.fields), nameTrouble(entry, paint));
    case "request": {
      const status =
        entry.status < 400 ? String(entry.status) : paint.yellow(String(entry.status));
      return line(
        entry.method,
        `${entry.path}  ${status}  ${formatMs(entry.ms)}`,
        paint.green,
      );
    }
    case "problem":
      return line(
        entry.level,
        entry.text,
        entry.level === "error" ? paint.red : paint.yellow,
      );
    case "detail":
      return paint.dim(`          ${entry.text}`);
    case "other":
      return `          ${entry.text}`;
  }
}

/**
 * @param {EventEntry} entry
 * @param {Paint} paint
 */
function nameTrouble({ event, fields }, paint) {
  return "problem" in fields || /failed|broken/.test(event) ? paint.red : paint.cyan;
}

/**
 * @param {Record<string, unknown>} fields
 * @param {Paint} paint
 */
function writeRound(
  { shard, ran, failed, ms, bytes, lagMs, p50Ms, p95Ms, maxMs, changes, ...rest },
  paint,
) {
  // Late, skipped, missed, …: shown only when they are not 0.
  const rare = Object.entries(rest).filter(([, value]) => value !== 0);
  const parts = [
    `shard ${shard}`,
    `${ran} ran`,
    ...rare
      .filter(([, value]) => typeof value === "number")
      .map(([name, value]) => paint.yellow(`${value} ${name}`)),
    failed === 0 ? "0 failed" : paint.red(`${failed} failed`),
    ...(Number(changes) > 0 ? [paint.cyan(`${changes} changed`)] : []),
    ...(typeof p95Ms === "number" ? [`p95 ${formatMs(p95Ms)}`] : []),
    formatMs(Number(ms)),
  ];
  const words = rare.filter(([, value]) => typeof value !== "number");
  if (words.length > 0) parts.push(paint.red(writeFields(Object.fromEntries(words))));
  return parts.join("  ");
}

/**
 * @param {Record<string, unknown>} fields
 * @param {Paint} paint
 */
function writeSlice({ target, crawl, fetched, failed, queued, ms, outcome }, paint) {
  const parts = [
    `site ${target}  crawl ${crawl}`,
    `${fetched} fetched`,
    failed === 0 ? "0 failed" : paint.red(`${failed} failed`),
    `${queued} queued`,
    formatMs(Number(ms)),
  ];
  if (typeof outcome === "string")
    parts.push(outcome === "ended" ? paint.green(outcome) : paint.yellow(outcome));
  return parts.join("  ");
}

/**
 * What a channel of kind `log` is told: the title, and what adds to it.
 *
 * @param {Record<string, unknown>} fields
 * @param {Paint} paint
 */
function writeNotice({ title, state, severity, text, url }, paint) {
  const firing = severity === "down" ? paint.red : paint.yellow;
  const brushes = { firing, resolved: paint.green, info: paint.cyan };
  const brush = brushes[/** @type {keyof typeof brushes} */ (state)] ?? paint.cyan;
  const parts = [brush(String(title))];
  if (text !== undefined) parts.push(String(text));
  if (url !== undefined) parts.push(paint.dim(String(url)));
  return parts.join("  ");
}

/** @param {Record<string, unknown>} fields */
function writeFields(fields) {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${writeValue(value)}`)
    .join("  ");
}

/** @param {unknown} value */
function writeValue(value) {
  return typeof value === "string" && /^\S+$/.test(value) ? value : JSON.stringify(value);
}

/** @param {number} ms */
function formatMs(ms) {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/**
 * @param {Date} at
 * @returns {string} Local time of day, such as 14:03:10.
 */
function formatTime(at) {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

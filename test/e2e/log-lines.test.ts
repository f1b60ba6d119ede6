// Tests the lines that `npm start` shows.
import { expect, test } from "vitest";
import { createLineReader, writeEntry } from "../../scripts/log-lines.mjs";
import { createPaint } from "../../scripts/terminal.mjs";

/** The line that is shown for what the Worker logs. */
function shown(event: object): string {
  const entry = createLineReader()(JSON.stringify(event));
  if (entry === null) throw new Error("nothing is shown");
  return writeEntry(entry, new Date(2026, 2, 1, 9, 30), createPaint(false));
}

const request = { event: "request", method: "GET", query: "", status: 404, ms: 3 };

test("a request is one line with its path, query, status and time", () => {
  expect(shown({ ...request, path: "/api/targets", query: "limit=3" })).toBe(
    "09:30:00  GET     /api/targets?limit=3  404  3 ms",
  );
});

test.each([
  ["/\nfake line", "/\\u000afake line"],
  ["/\u001b[31mred", "/\\u001b[31mred"],
  ["/\u0000", "/\\u0000"],
])("the path %j forges no line and does not steer the terminal", (path, spelled) => {
  expect(shown({ ...request, path })).toBe(`09:30:00  GET     ${spelled}  404  3 ms`);
});

const notice = {
  event: "notice",
  id: "1-abc.1",
  state: "firing",
  severity: "down",
  title: "Down: shop",
};

test.each([
  [{}, "Down: shop"],
  [
    { text: "The status is 502; expected 2xx.", url: "https://j.example.com/targets/1" },
    "Down: shop  The status is 502; expected 2xx.  https://j.example.com/targets/1",
  ],
  [{ text: "a\nb\u001b[31m", title: "x\ny" }, "x\\u000ay  a\\u000ab\\u001b[31m"],
])("a notice is one line that says its title first: %j", (over, said) => {
  expect(shown({ ...notice, ...over })).toBe(`09:30:00  notice  ${said}`);
});

test.each([
  ["firing", "down", 31],
  ["firing", "degraded", 33],
  ["resolved", "down", 32],
  ["info", "info", 36],
])(
  "the title of a notice that is %s and %s has its colour",
  (state, severity, colour) => {
    const entry = createLineReader()(JSON.stringify({ ...notice, state, severity }));
    if (entry === null) throw new Error("nothing is shown");
    const line = writeEntry(entry, new Date(2026, 2, 1), createPaint(true));
    expect(line).toContain(`\u001b[${colour}mDown: shop\u001b[39m`);
  },
);

test("a fault's words do not steer the terminal", () => {
  const event = { event: "request-failed", problem: "\u001b]0;title\u0007" };
  expect(shown(event)).toBe("09:30:00  request-failed  problem=\\u001b]0;title\\u0007");
});

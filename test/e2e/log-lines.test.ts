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

test("a notice is its title, and its text in lines below", () => {
  const notice = {
    event: "notice",
    id: "7.mx0xses0",
    state: "firing",
    severity: "down",
    title: "Down: Shop\u001b[31m\n09:30:00  round",
    text: "The status is 503; expected 2xx.\nAnswer: \u001b]0;title\u0007",
  };
  expect(shown(notice)).toBe(
    [
      "09:30:00  notice  Down: Shop\\u001b[31m\\u000a09:30:00  round",
      "          The status is 503; expected 2xx.",
      "          Answer: \\u001b]0;title\\u0007",
    ].join("\n"),
  );
});

test("a fault's words do not steer the terminal", () => {
  const event = { event: "request-failed", problem: "\u001b]0;title\u0007" };
  expect(shown(event)).toBe("09:30:00  request-failed  problem=\\u001b]0;title\\u0007");
});

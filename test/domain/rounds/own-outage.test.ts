import { expect, it } from "vitest";
import { suspectsOwnOutage } from "#domain/rounds/own-outage.ts";
import type { Run } from "#domain/runs/run.ts";
import { aRun } from "#test/fixtures/runs.ts";

const saw = (url: string, failure: Run["failure"]) => ({
  target: { url },
  entries: [{ kind: "run" as const, run: aRun({ failure }) }],
});
const silent = ["https://a.example/", "https://b.test/", "https://c.invalid/"].map(
  (url) => saw(url, { class: "dns", host: "x" }),
);

it("heartbeats that report do not hide that nobody answers us", () => {
  const reported = Array.from({ length: 5 }, () => saw("", null));
  expect(suspectsOwnOutage([...silent, ...reported])).toBe(true);
  const answering = Array.from({ length: 5 }, () => saw("https://d.example/", null));
  expect(suspectsOwnOutage([...silent, ...answering])).toBe(false);
});

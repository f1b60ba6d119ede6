// Shows how an instant is rendered.
import { expect, it } from "vitest";
import { Time } from "#ui/screens/time.tsx";

const now = Date.UTC(2026, 10, 28, 2, 12, 40);

it("an instant is a time element that tells the exact instant on hover", () => {
  const viewer = { language: "en", zone: "Europe/Berlin", now } as const;
  expect(String(Time({ at: now - 12_000, form: "ago", viewer }))).toBe(
    '<time datetime="2026-11-28T02:12:28.000Z" title="Saturday, 28 November 2026, 03:12:28 UTC+01:00">12 s ago</time>',
  );
  expect(String(Time({ at: now, form: "clock", viewer }))).toContain(">03:12:40</time>");
});

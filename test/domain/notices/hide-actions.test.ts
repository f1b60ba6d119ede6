import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hideActions } from "#domain/notices/hide-actions.ts";
import { aMessage, messages } from "#test/fixtures/notices/events.ts";

const text = "{{#links}}({{url}})\n{{/links}}end";

describe("a message whose readers may only look", () => {
  test("has no link that acts, neither beside its text nor within it", () => {
    const message = hideActions(aMessage({ template: { title: text, text } }));
    expect(message.links.map(({ name }) => name)).toEqual(["look"]);
    expect(message.text).toBe(
      [
        "(https://junkai.example.com/act/ack?…",
        "(https://junkai.example.com/act/silence?…",
        "(https://junkai.example.com/incidents/17-a)",
        "end",
      ].join("\n"),
    );
    expect(message.title).not.toContain("S=C");
  });

  test("has no part of a signature, wherever a text was cut", () => {
    const whole = aMessage({ template: { text } });
    fc.assert(
      fc.property(fc.nat(whole.text?.length ?? 0), (length) => {
        const cut = { ...whole, text: (whole.text ?? "").slice(0, length) };
        expect(hideActions(cut).text).not.toMatch(/k=|s=C/);
      }),
    );
  });

  test("is otherwise the same", () => {
    const { links: _, ...rest } = messages.hostile;
    expect(hideActions(messages.hostile)).toMatchObject(rest);
  });
});

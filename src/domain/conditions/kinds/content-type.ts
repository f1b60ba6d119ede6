// Tests the media type of an answer: `contentType text/html`, `contentType text/*`.
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";

const token = /^[\w!#$&^.+-]+\/([\w!#$&^.+-]+|\*)$/;

export const contentType: ConditionKind = {
  name: "contentType",
  subject: null,
  needs: "nothing",
  example: "contentType text/html",
  read(is) {
    const [, sign = "", list = ""] = /^(==|!=)?\s*(.*)$/s.exec(is) ?? [];
    const types = list.split(",").map((type) => type.trim().toLowerCase());
    if (!types.every((type) => token.test(type)))
      return refuse('This is a media type: "text/html", "text/*", "!= text/plain".');
    return ({ contentType: header }) => {
      const given = header?.split(";")[0]?.trim().toLowerCase() || null;
      const isOne = given !== null && types.some((type) => isOfType(given, type));
      return { holds: isOne !== (sign === "!="), actual: given };
    };
  },
  say: (actual) =>
    actual === null ? "no content type is given" : `the content type is ${actual}`,
};

const isOfType = (given: string, type: string): boolean =>
  type.endsWith("/*") ? given.startsWith(type.slice(0, -1)) : given === type;

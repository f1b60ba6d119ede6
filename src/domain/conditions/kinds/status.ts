// Tests the status of an answer: `status 2xx`, `status != 204`, `status 200, 301-303`.

import {
  isStatusPattern,
  matchesStatus,
} from "#domain/conditions/comparing/status-pattern.ts";
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";

export const status: ConditionKind = {
  name: "status",
  subject: null,
  needs: "nothing",
  example: "status != 204",
  read(is) {
    const [, sign = "", list = ""] = /^(==|!=)?\s*(.*)$/s.exec(is) ?? [];
    const patterns = list.split(",").map((pattern) => pattern.trim());
    if (!patterns.every(isStatusPattern))
      return refuse('This is a status, a class or a range: "2xx", "!= 204", "200-299".');
    return ({ status: given }) => ({
      holds:
        given !== null &&
        patterns.some((pattern) => matchesStatus(pattern, given)) !== (sign === "!="),
      actual: given === null ? null : String(given),
    });
  },
  say: (actual) => `the status is ${actual}`,
};

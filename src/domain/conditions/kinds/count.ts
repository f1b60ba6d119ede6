// Compares what the run of a job did: `count rows > 0`. A count that it does not tell is 0.
import { parseCount, readNumberTest } from "#domain/conditions/comparing/compare.ts";
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";

export const count: ConditionKind = {
  name: "count",
  subject: "one of the job's counts",
  needs: "job",
  example: "count rows > 0",
  read(is, name) {
    if (!/^\w{1,50}$/.test(name))
      return refuse("This is the name of a count.", "subject");
    const test = readNumberTest(is, parseCount);
    if (test === null) return refuse('This is a comparison with a number: "== 0".');
    return ({ counts }) => {
      if (counts === null) return null;
      const value = counts[name] ?? 0;
      return { holds: test(value), actual: String(value) };
    };
  },
  say: (actual, name) => `the count of ${name} is ${actual ?? "not known"}`,
};

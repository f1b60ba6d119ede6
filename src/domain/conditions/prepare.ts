// Prepares stored conditions for judging: each line is read once, however many runs it
// judges.
import { memoize } from "#domain/memo.ts";
import type { Answer } from "./answer.ts";
import {
  cutTold,
  isGroup,
  type Severity,
  type ToldCondition,
  type Written,
} from "./condition.ts";
import { type Finding, isRefused, type Judge, type Need } from "./kind.ts";
import { hasSubject, kindNamed } from "./kinds/kinds.ts";
import { lineWithoutSeverity, readLine } from "./line.ts";

export type Prepared = {
  /** What a run tells of it. */
  told: string;
  as: Severity;
  needs: ReadonlySet<Need>;
  /** Names of what steps must read. */
  readNames: ReadonlySet<string>;
  isGroup: boolean;
  judge: Judge;
  /** One clause: what was found and what was expected. */
  explain(actual: string | null): string;
};

/** A tick judges a thousand targets; most have the same few conditions. */
const remembered = 2_000;

export const prepare: (line: string) => Prepared = memoize(remembered, (line = "") => {
  const written = readLine(line, hasSubject);
  return written === null ? unreadable(line) : prepareWritten(written);
});

function prepareWritten(written: Written): Prepared {
  const told = cutTold(lineWithoutSeverity(written));
  if (isGroup(written)) return prepareGroup(written, told);
  const kind = kindNamed(written.kind);
  const subject = written.subject ?? "";
  const judge = kind?.read(written.is, subject);
  if (kind === undefined || judge === undefined || isRefused(judge))
    return unreadable(told);
  return {
    told,
    as: written.as,
    needs: new Set([kind.needs]),
    readNames: new Set(kind.needs === "reading" ? [subject] : []),
    isGroup: false,
    judge,
    explain: (actual) => `${kind.say(actual, subject)}; expected ${written.is}`,
  };
}

function prepareGroup(
  { kind, of, as }: Extract<Written, { of: unknown }>,
  told: string,
): Prepared {
  const members = of.map(prepareWritten);
  const isAll = kind === "all";
  return {
    told,
    as,
    needs: new Set(members.flatMap(({ needs }) => [...needs])),
    readNames: new Set(members.flatMap(({ readNames }) => [...readNames])),
    isGroup: true,
    judge: (answer) => judgeGroup(members, isAll, answer),
    explain: (actual) =>
      `${isAll ? "not all of the conditions hold" : "none of the conditions holds"}: ${actual ?? told}`,
  };
}

/** Tells of a group that holds what decided it, of another one what does not hold. */
function judgeGroup(
  members: readonly Prepared[],
  isAll: boolean,
  answer: Answer,
): Finding {
  const found = members.map((member) => ({
    member,
    ...(member.judge(answer, null) ?? nothingFound),
  }));
  const wrong = found.filter(({ holds }) => !holds);
  const holds = isAll ? wrong.length === 0 : wrong.length < found.length;
  const deciding = holds ? found.filter((one) => one.holds) : wrong;
  const told = deciding.map(
    ({ member, actual }) => `${member.told} (${actual ?? "nothing"})`,
  );
  return { holds, actual: told.join("; ") };
}

/** A condition that an answer says nothing of does not hold. */
export const nothingFound: Finding = { holds: false, actual: null };

/** Says what was found of a condition that a run tells, and what was expected. */
export const explainTold = ({
  condition,
  actual,
}: Pick<ToldCondition, "condition" | "actual">): string =>
  prepare(condition).explain(actual);

/** A later version wrote it, or it was cut: what cannot be judged does not hold. */
const unreadable = (line: string): Prepared => ({
  told: cutTold(line),
  as: "fail",
  needs: new Set(),
  readNames: new Set(),
  isGroup: false,
  judge: () => nothingFound,
  explain: () => `this does not hold: ${line}`,
});

// Prints what a soak found, and says whether the ledger holds.
import type { Account } from "./account.ts";
import type { ToldChanges } from "./changes.ts";
import type { Explained } from "./requests.ts";

/** What was found of one target. */
export type Finding = {
  name: string;
  account: Account;
  requests: Explained | null;
  told?: ToldChanges;
};

/** Prints the sums, and each fault by its target. Gives whether there is none. */
export function printFindings(title: string, findings: readonly Finding[]): boolean {
  const sum = (count: (finding: Finding) => number) =>
    findings.reduce((total, finding) => total + count(finding), 0);
  const table = {
    targets: findings.length,
    expected: sum(({ account }) => account.expected),
    accounted: sum(({ account }) => account.accounted),
    "withdrawn by a pause": sum(({ account }) => account.withdrawn),
    lost: sum(({ account }) => account.lost.length),
    doubled: sum(({ account }) => account.doubled.length),
    "fates without a slot": sum(({ account }) => account.unexpected.length),
    "requests of runs": sum(({ requests }) => requests?.byRuns ?? 0),
    "requests of lost attempts": sum(({ requests }) => requests?.byLostAttempts ?? 0),
    changes: sum(({ told }) => told?.changes ?? 0),
    "changes without content": sum(({ told }) => told?.withoutContent.length ?? 0),
    "requests without a run": sum(({ requests }) => requests?.withoutRun.length ?? 0),
  };
  const lines = Object.entries(table).map(
    ([what, count]) => `  ${what.padEnd(28)}${count.toLocaleString("en").padStart(12)}`,
  );
  console.log([`\n${title}`, ...lines].join("\n"));
  const faults = findings.flatMap(faultsOf);
  for (const fault of faults) console.log(fault);
  return faults.length === 0;
}

/** Whether a target has a fault. */
export const isFaulty = (finding: Finding): boolean => faultsOf(finding).length > 0;

function faultsOf({ name, account, requests, told }: Finding): string[] {
  const say = (what: string, instants: readonly number[]) =>
    instants.map((at) => `${name}: ${what} ${new Date(at).toISOString()}`);
  return [
    ...say("lost", account.lost),
    ...say("doubled", account.doubled),
    ...say("no slot at", account.unexpected),
    ...say("no content is kept of the change of", told?.withoutContent ?? []),
    ...say("no run explains the request of", requests?.withoutRun ?? []),
  ];
}

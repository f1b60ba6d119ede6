// Checks a revision out into a folder of its own, beside the packages that are installed
// here. The folder is gone when the process ends, however it ends short of a SIGKILL.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { here } from "#bench/runtime.ts";

export type CheckedOut =
  | { root: string; hash: string; hasOtherPackages: boolean }
  | { refusal: string };

export function checkOut(revision: string): CheckedOut {
  let hash: string;
  try {
    const commit = `${revision}^{commit}`;
    hash = git("rev-parse", "--verify", "--short", "--end-of-options", commit);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return { refusal: `"${revision}" is no revision: ${(stderr || message).trim()}` };
  }
  const folder = mkdtempSync(join(tmpdir(), "junkai-compare-"));
  const root = join(folder, "checkout");
  process.once("exit", () => {
    try {
      // Twice: a worktree that is still being made is locked.
      git("worktree", "remove", "--force", "--force", root);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  // Not once: one Ctrl-C can arrive twice, from the terminal and passed on by npm.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => process.exit(130));
  git("worktree", "add", "--detach", root, hash);
  symlinkSync(join(here, "node_modules"), join(root, "node_modules"));
  return { root, hash, hasOtherPackages: packagesOf(root) !== packagesOf(here) };
}

const packagesOf = (root: string): string =>
  readFileSync(join(root, "package-lock.json"), "utf8");

const git = (...args: string[]): string =>
  execFileSync("git", args, { cwd: here, encoding: "utf8", stdio: "pipe" }).trim();

// Runs a program for a parent that may be killed at any time: kills the whole process
// group when the parent is gone. Must be started as the leader of its group, with a pipe
// as its input.
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** What a shell answers for a program that cannot be started. */
const notStartedCode = 127;

// Only the parent holds the other end of this pipe, so the pipe ends when the parent does.
process.stdin.resume().once("close", () => process.kill(-process.pid, "SIGKILL"));
// A signal to the group is for the program. The guard ends when the program does.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

const [file = "", ...args] = process.argv.slice(2);
const program = spawn(file, args, { stdio: ["ignore", "inherit", "inherit"] });
program.once("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(notStartedCode);
});
program.once("exit", (code, signal) =>
  process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]),
);

// Finds how much CPU time and memory a process has used, as Linux's /proc tells. Finds
// nothing on other systems.
import { readdirSync, readFileSync } from "node:fs";

export type Memory = { resident: number; peak: number };

/** The Workers runtime that a process has started last, if there is one. */
export const runtimeOf = (parent: number): number | undefined =>
  childrenOf(parent).findLast(isWorkerd);

function childrenOf(parent: number): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => statOf(pid)?.[1] === String(parent));
  } catch {
    return [];
  }
}

const isWorkerd = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "workerd";

/** Fields of /proc/<pid>/stat from the third on (proc(5)): state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return null;
  }
}

/** User and system time, fields 14 and 15, in clock ticks of 10 ms. */
export function cpuOf(pid: number): number | null {
  const stat = statOf(pid);
  return stat === null ? null : (Number(stat[11]) + Number(stat[12])) * 10;
}

/** VmRSS and VmHWM of /proc/<pid>/status, which has them in kB (proc(5)). */
export function memoryOf(pid: number): Memory | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const bytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) * 1024;
    return { resident: bytes("VmRSS"), peak: bytes("VmHWM") };
  } catch {
    return null;
  }
}

// Compares a revision with this checkout, as it stands, in one run: A B A B …, so that what
// the machine does meanwhile befalls both. Each has its own Workers (the project's and the
// bench's, so the bench seeds the tables that are its own) and its own migrations; both are
// driven by this checkout's programs, so that the same is asked of both and timed in the
// same way, and revisions from before there were comparisons can be compared too.
import { type Line, printTable } from "#bench/figures.ts";
import { here, startRuntime } from "#bench/runtime.ts";
import {
  figuresOf,
  type Measured,
  type Measuring,
  measureOnce,
  type Repeated,
  repetitions,
  valuesOf,
} from "./repeated.ts";
import { differenceInWords, ratioOf, spreadInWords, spreadOf } from "./spread.ts";
import { checkOut } from "./worktree.ts";

type Side = { name: string; root: string };

/** What each side measured, in the order of time. */
type Pairs = { there: Measured[]; here: Measured[] };

/** Prints a table for each part. Gives whether all of them could be compared. */
export async function compare(
  revision: string,
  parts: Readonly<Record<string, Repeated>>,
): Promise<boolean> {
  const found = checkOut(revision);
  if ("refusal" in found) {
    console.error(found.refusal);
    return false;
  }
  const there = { name: `${revision} (${found.hash})`, root: found.root };
  console.log(`A is ${there.name}, B this checkout: ${repetitions} times in turn`);
  if (found.hasOtherPackages)
    console.log("A has another package-lock.json; the packages installed here serve it");
  let isWhole = true;
  for (const [name, part] of Object.entries(parts)) {
    try {
      printTable(name, linesOf(part, await measureBoth(part, there)));
    } catch (error) {
      isWhole = false;
      console.error(`\n${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(reading);
  return isWhole;
}

const reading = `
Beyond the spread: in each of ${repetitions} pairs the ratio was on the same side of 1. Of a revision
with itself, that happens by chance in one figure of ${2 ** (repetitions - 1)}. The bare loops and the machine's
speed are the same work in A and B: where they differ, the machine did.`;

const measureBoth = (part: Repeated, there: Side): Promise<Pairs> =>
  withSide(part, there, (a) =>
    withSide(part, { name: "this checkout", root: here }, async (b) => {
      const pairs: Pairs = { there: [], here: [] };
      // Warms both up.
      await a.once();
      await b.once();
      while (pairs.here.length < repetitions) {
        pairs.there.push(await measureOnce(a));
        pairs.here.push(await measureOnce(b));
      }
      return pairs;
    }),
  );

/** Does work with one side's part begun. What fails there is named after the side. */
async function withSide<T>(
  part: Repeated,
  { name, root }: Side,
  work: (measuring: Measuring) => Promise<T>,
): Promise<T> {
  const named = async <U>(step: () => Promise<U>): Promise<U> => {
    try {
      return await step();
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      throw new Error(`${name} cannot be measured: ${why}`, { cause: error });
    }
  };
  const runtime = await named(async () =>
    startRuntime({ root, ...(await part.options?.()) }),
  );
  try {
    const measuring = await named(() => part.begin(runtime));
    try {
      return await work({ ...measuring, once: () => named(measuring.once) });
    } finally {
      measuring.end();
    }
  } finally {
    await runtime.close();
  }
}

const linesOf = (part: Repeated, pairs: Pairs): Line[] =>
  Object.entries(figuresOf(part)).map(([name, { what, unit, digits, better }]) => {
    const [there, ours] = [valuesOf(pairs.there, name), valuesOf(pairs.here, name)];
    const ratio = ratioOf(ours, there);
    return {
      what,
      A: spreadInWords(spreadOf(there), digits, unit),
      B: spreadInWords(spreadOf(ours), digits, unit),
      "B to A": spreadInWords(ratio, 3),
      "B has": differenceInWords(ratio, better),
    };
  });

// Does the work of a job in pieces, each alone in the invocation and noted before it
// begins, once runs of the job were lost again and again: the piece with which a run was
// lost is set aside.
import type { Deps } from "#deps";
import type { Thing } from "#domain/apart/set-aside.ts";
import type { Losses } from "#jobs/losses.ts";
import type { Quarters } from "#jobs/quarters.ts";
import { noteApart } from "./note-apart.ts";

/** A kill or a deployment loses a run, and may do so twice in a row. */
const lostByChance = 2;

export const needsCare = ({ lost }: Losses): boolean => lost >= lostByChance;

type Context = { deps: Deps; losses: Losses; quarters: Quarters };

/** Sets aside what the last run was lost with. Gives how many things that are. */
export async function setLostAside({ deps, losses }: Context): Promise<number> {
  const thing = losses.takeBookmark();
  if (thing === null) return 0;
  const reason = "The invocation ended while it was dealt with.";
  await noteApart(deps, [{ ...thing, reason }], []);
  return 1;
}

/** Does a piece of work alone, so that it is known what ended the invocation. */
export async function doAlone<T>(
  { losses, quarters }: Context,
  thing: Thing,
  work: () => Promise<T>,
): Promise<T> {
  const leave = await quarters.takeAlone();
  try {
    await losses.mark(thing);
    const result = await work();
    await losses.mark(null);
    return result;
  } finally {
    leave();
  }
}

/** Does a piece of work alone where that is needed. */
export const doWithCare = <T>(
  context: Context,
  thing: Thing,
  work: () => Promise<T>,
): Promise<T> => (needsCare(context.losses) ? doAlone(context, thing, work) : work());

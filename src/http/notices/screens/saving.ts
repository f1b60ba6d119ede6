// Saves what a form says, or shows the form again with what is refused of it.
import { Problem } from "#http/problem.ts";

/** Gives what `save` answers, or what `again` makes of its refusal. */
export async function saving(
  save: () => Promise<Response>,
  again: (problem: Problem) => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await save();
  } catch (error) {
    const isRefusal =
      error instanceof Problem &&
      ["invalid", "conflict", "stale"].includes(error.problem);
    if (isRefusal) return await again(error);
    throw error;
  }
}

export const statusOf = ({ problem }: Problem) => (problem === "invalid" ? 422 : 409);

// Notes what was set aside and what was taken back, in the log and in the database. Never
// throws: work that was done does not fail for the note of it.
import type { Deps } from "#deps";
import type { Broken, Thing } from "#domain/apart/set-aside.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { never } from "#domain/time/instants.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { setAside, takeBack } from "#store/apart/set-aside.ts";

export async function noteApart(
  { clock, db, log }: Pick<Deps, "clock" | "db" | "log">,
  broken: readonly Broken[],
  back: readonly Thing[],
): Promise<void> {
  for (const thing of broken) log({ event: "set-aside", ...thing });
  for (const thing of back) log({ event: "taken-back", ...thing });
  const now = clock.now();
  const statements = [
    ...(broken.length > 0 ? [setAside(broken, now)] : []),
    ...[...Map.groupBy(back, ({ kind }) => kind)].map(([kind, things]) =>
      takeBack(
        kind,
        things.map(({ item }) => item),
      ),
    ),
  ];
  if (statements.length === 0) return;
  try {
    await tryAgain(clock, never, () => db.batch(statements));
  } catch (error) {
    log({ event: "set-aside-failed", problem: messageOf(error) });
  }
}

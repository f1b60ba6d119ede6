// Long answers, sent piece by piece as they are asked for. A fault in the middle breaks
// the answer off, so that nobody takes half of it for the whole.
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";

/**
 * The first piece is made before this resolves: what fails there is a problem like any
 * other.
 */
export async function streamText(
  { log }: Pick<Deps, "log">,
  pieces: AsyncGenerator<string, void>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const first = await pieces.next();
  let waiting: typeof first | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = waiting ?? (await pieces.next());
          waiting = null;
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          log({ event: "answer-broken-off", problem: messageOf(error) });
          throw error;
        }
      },
      async cancel() {
        await pieces.return();
      },
    },
    // Nothing is made before it is asked for.
    { highWaterMark: 0 },
  );
}

/**
 * One piece a portion, the first with `start` in front of it and the last with `end`
 * behind it.
 */
export async function* join<T>(
  portions: AsyncIterable<readonly T[]>,
  toText: (item: T) => string,
  { start = "", end = "" }: { start?: string; end?: string } = {},
): AsyncGenerator<string, void> {
  let head = start;
  for await (const portion of portions) {
    yield head + portion.map(toText).join("");
    head = "";
  }
  yield head + end;
}

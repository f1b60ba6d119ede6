// Sends long answers piece by piece, as fast as they are read. An error in the middle
// breaks the answer off, so that nobody takes a part of it for the whole.
import type { Deps } from "#deps";
import { messageOf } from "#domain/runs/failure.ts";
import { text } from "./router.ts";

/**
 * The media type of lines of JSON. Typed as any string: the router's types would take a
 * media type that ends in json for that of one JSON document.
 */
export const jsonLinesType: string = "application/x-ndjson";

/** The response of lines of JSON for OpenAPI; `item` is what each line is. */
export const jsonLines = (item: string, example: object) =>
  text(`A ${item} on each line.`, jsonLinesType, toJsonLine(example));

export const toJsonLine = (item: object): string => `${JSON.stringify(item)}\n`;

/**
 * Streams pieces of text. Makes the first piece before it resolves, so that an error in
 * that piece is answered as a problem.
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
    // No piece is made before the reader asks for it.
    { highWaterMark: 0 },
  );
}

/**
 * Makes one piece of text of each portion. `start` stands in front of the first piece,
 * `end` after the last.
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

// Takes the body of one page's answer as its kind asks for: a list is read as it comes,
// HTML is held to be read whole, and of anything else nothing is held.
import { listEncoding } from "#domain/content/encodings/list-encoding.ts";
import type { LinkList } from "#domain/content/link-list.ts";
import { createLinkListReader } from "#domain/content/read-link-list.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import { contentKind } from "#domain/sites/read-page.ts";
import { ignorePart, type TakePart } from "#net/fetching/read-body.ts";
import { createListText } from "#net/sites/list-text.ts";
import { maxListBytes } from "./ask-page.ts";

export type BodyIntake = {
  takeBody: (response: Response) => TakePart | null;
  /** The list that came, if one did; to be called once. */
  endList(): Promise<LinkList>;
};

export function createBodyIntake(kind: QueueEntry["kind"]): BodyIntake {
  const reader = createLinkListReader();
  let contentType: string | null = null;
  const text = createListText({
    maxBytes: maxListBytes,
    encodingOf: (start) => listEncoding(contentType, start),
    write: (part) => reader.write(part),
  });
  return {
    takeBody(response) {
      if (!response.ok) return ignorePart;
      contentType = response.headers.get("content-type");
      if (kind === "list") return text.take;
      if (!contentType) return null;
      const takers = { html: null, list: text.take, other: ignorePart };
      return takers[contentKind(contentType)];
    },
    endList: async () => reader.end(await text.end()),
  };
}

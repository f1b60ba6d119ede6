// Visits one page of a crawl: fetches it when its turn comes, and reads it. Decides
// nothing about what is kept.

import { listEncoding } from "#domain/content/encodings/list-encoding.ts";
import {
  type Answer,
  type PageContent,
  type Reader,
  readHtmlPage,
  readLinkList,
  readOther,
  readRedirect,
} from "#domain/sites/read-page.ts";
import {
  doubtsHost,
  type RetryContext,
  waitsForHost,
} from "#domain/sites/visits/give-up.ts";
import type { QueuedPage, Visit } from "#domain/sites/visits/visit.ts";
import {
  chooseReading,
  endByRobots,
  endUnread,
  isSettled,
  postpone,
  type ReadingChoice,
} from "#domain/sites/visits/visit-decisions.ts";
import type { PageResult } from "#net/fetching/page.ts";
import { unpackText } from "#net/sites/unpack-text.ts";
import { type AskContext, askWhetherThere, fetchOne, maxListBytes } from "./ask-page.ts";
import type { HostPaces } from "./host-paces.ts";
import type { SiteRobots } from "./site-robots.ts";

/** What the visits of a slice share. */
export type VisitContext = RetryContext &
  AskContext & {
    reader: Reader;
    robots: SiteRobots;
    paces: HostPaces;
    /** No request starts after this. Epoch ms. */
    startBy: number;
  };

export async function visit(context: VisitContext, queued: QueuedPage): Promise<Visit> {
  const { paces, robots, reader, startBy } = context;
  const { entry, url, known } = queued;
  const { origin, host } = new URL(url);
  const isAsked = reader.spec.robots && entry.kind === "page";
  const end = isAsked ? endByRobots(context, robots.of(origin), url) : null;
  if (end !== null) return end;
  if (!(await mayAsk(context, queued, origin, host)))
    return postpone(context, url, paces.trouble(host));
  let wasHeard = false;
  const page = await paces.run(host, startBy, () => {
    wasHeard = paces.isHeard(host);
    return fetchOne(context, entry, url, origin, known);
  });
  if (page === null) return postpone(context, url, paces.trouble(host));
  const mayBeHostsFault = !wasHeard && waitsForHost(context, host);
  return (
    endUnread(context, entry, page, mayBeHostsFault) ??
    (await readPage(context, queued, page))
  );
}

/** Whether a page may be asked for: a host in doubt must first show that it answers. */
async function mayAsk(
  context: VisitContext,
  { entry }: QueuedPage,
  origin: string,
  host: string,
): Promise<boolean> {
  const { paces, startBy } = context;
  const isInDoubt =
    waitsForHost(context, host) && (doubtsHost(context, entry) || paces.isDown(host));
  if (!isInDoubt) return true;
  return await paces.isThere(host, startBy, () => askWhetherThere(context, origin));
}

async function readPage(
  { reader, target }: VisitContext,
  { entry, url, known }: QueuedPage,
  page: PageResult,
): Promise<Visit> {
  const isUnchanged = isSettled(known, target) && known.contentHash === page.contentHash;
  const { isKept, readAs } = chooseReading(reader.spec, entry, page, isUnchanged);
  const answer: Answer = {
    url,
    status: page.status ?? 0,
    header: (name) => page.headers?.get(name) ?? null,
    body: page.body ?? new Uint8Array(),
    isCut: page.isCut,
  };
  const content = readAs === null ? null : await readers[readAs](reader, answer, entry);
  if (isKept) return { fate: "seen", answer: page, content };
  const read = content === null ? {} : { read: { answer: page, content } };
  return { fate: "dropped", refusal: "content-type", ...read };
}

type ReadAs = NonNullable<ReadingChoice["readAs"]>;
type Read = (
  reader: Reader,
  answer: Answer,
  entry: QueuedPage["entry"],
) => PageContent | Promise<PageContent>;

const readers: Readonly<Record<ReadAs, Read>> = {
  redirect: readRedirect,
  html: readHtmlPage,
  list: (reader, answer, entry) =>
    readLinkList(
      reader,
      answer,
      unpackText(answer.body, maxListBytes, (start) =>
        listEncoding(answer.header("content-type"), start),
      ),
      entry,
    ),
  other: (_, answer) => readOther(answer),
};

// Visits one page of a crawl: fetches it when its turn comes, and reads it. Decides
// nothing about what is kept.

import type { LinkList } from "#domain/content/link-list.ts";
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
import { type OnStep, readingHashOf } from "#jobs/readings/read-answer.ts";
import type { Turns } from "#jobs/turns.ts";
import type { PageResult } from "#net/fetching/page.ts";
import { type AskContext, askWhetherThere, fetchOne } from "./ask-page.ts";
import { type BodyIntake, createBodyIntake } from "./body-intake.ts";
import type { HostPaces } from "./host-paces.ts";
import type { SiteRobots } from "./site-robots.ts";

/** What the visits of a slice share. */
export type VisitContext = RetryContext &
  AskContext & {
    reader: Reader;
    robots: SiteRobots;
    paces: HostPaces;
    /** Lists are read one at a time: each may have 50,000 URLs. */
    lists: Turns;
    /** No request starts after this. Epoch ms. */
    startBy: number;
    /** Hears what the target's steps make of a page. */
    onStep?: OnStep;
  };

export async function visit(context: VisitContext, queued: QueuedPage): Promise<Visit> {
  const { robots, reader, lists } = context;
  const { entry, url } = queued;
  const place = new URL(url);
  const isAsked = reader.spec.robots && entry.kind === "page";
  const end = isAsked ? endByRobots(context, robots.of(place.origin), url) : null;
  if (end !== null) return end;
  return entry.kind === "list"
    ? await lists.run(() => fetchAndRead(context, queued, place))
    : await fetchAndRead(context, queued, place);
}

async function fetchAndRead(
  context: VisitContext,
  queued: QueuedPage,
  { origin, host }: URL,
): Promise<Visit> {
  const { paces, startBy } = context;
  const { entry, url } = queued;
  if (!(await mayAsk(context, queued, origin, host)))
    return postpone(context, url, paces.trouble(host));
  let wasHeard = false;
  const body = createBodyIntake(entry.kind);
  const page = await paces.run(host, startBy, () => {
    wasHeard = paces.isHeard(host);
    return fetchOne(context, queued, origin, body.takeBody);
  });
  if (page === null) return postpone(context, url, paces.trouble(host));
  const mayBeHostsFault = !wasHeard && waitsForHost(context, host);
  return (
    endUnread(context, entry, page, mayBeHostsFault) ??
    (await readPage(context, queued, page, body))
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
  { reader, target, onStep }: VisitContext,
  { entry, url, known }: QueuedPage,
  page: PageResult,
  { endList }: BodyIntake,
): Promise<Visit> {
  const isUnchanged = isSettled(known, target) && known.contentHash === page.contentHash;
  const { isKept, readAs } = chooseReading(reader.spec, entry, page, isUnchanged);
  // Neither the body nor the headers outlive this: visits wait for each other.
  const { body, headers, ...answer } = page;
  const whole = {
    url,
    status: page.status ?? 0,
    header: (name: string) => headers?.get(name) ?? null,
    body: body ?? new Uint8Array(),
    // Where a list has a limit of its own, its reader tells that it went on.
    isCut: page.isCut && entry.kind === "page",
  };
  const content =
    readAs === null ? null : readers[readAs](reader, whole, entry, await endList());
  if (isKept) {
    const isRead = readAs === "html" && target.extract.length > 0;
    const hash = isRead ? await readingHashOf(target, page, onStep) : undefined;
    return {
      fate: "seen",
      answer,
      content,
      ...(hash !== undefined && { readingHash: hash }),
    };
  }
  const read = content === null ? {} : { read: { answer, content } };
  return { fate: "dropped", refusal: "content-type", ...read };
}

type ReadAs = NonNullable<ReadingChoice["readAs"]>;
type Read = (
  reader: Reader,
  answer: Answer,
  entry: QueuedPage["entry"],
  list: LinkList,
) => PageContent;

const readers: Readonly<Record<ReadAs, Read>> = {
  redirect: readRedirect,
  html: readHtmlPage,
  list: (reader, answer, entry, list) => readLinkList(reader, answer, list, entry),
  other: (_, answer) => readOther(answer),
};

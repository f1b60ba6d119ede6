// Puts new contents into the bucket, where one is bound, before they are recorded.
import type { Deps } from "#deps";
import type { NewContent } from "#domain/changes/content.ts";
import type { News } from "#domain/rounds/news.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { putInBucket } from "#store/changes/content-bucket.ts";

/** The news with contents as they are to be recorded. */
export async function putContents(
  { bucket, log, newToken }: Pick<Deps, "bucket" | "log" | "newToken">,
  news: readonly News[],
): Promise<News[]> {
  if (bucket === null || !news.some(isContent)) return [...news];
  const contents = news.flatMap((one) => (isContent(one) ? [one.content] : []));
  const put = await putInBucket(bucket, contents, newToken, (error) =>
    log({ event: "content-not-put", problem: messageOf(error) }),
  );
  const others = news.filter((one) => !isContent(one));
  return [
    ...others,
    ...put.map((content) => ({ kind: "content-seen" as const, content })),
  ];
}

const isContent = (news: News): news is { kind: "content-seen"; content: NewContent } =>
  news.kind === "content-seen";

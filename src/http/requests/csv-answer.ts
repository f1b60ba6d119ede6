// Answers with CSV as a file to download.
import { text } from "#http/router.ts";

/** The response for OpenAPI; `item` is what each line but the first is about. */
export const csv = (item: string, example: string) =>
  text(
    `A line with the columns' names, and a line for each ${item} (RFC 4180).`,
    "text/csv",
    example,
  );

export const csvHeaders = (name: string) => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name}"`,
});

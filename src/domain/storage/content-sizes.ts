// Describes how much room contents take. Plain data.

/** Bytes as they are kept: packed. */
export type ContentSizes = {
  contents: number;
  /** In the database. */
  bytes: number;
  bucketBytes: number;
};

/** As they were counted last, epoch ms. */
export type KeptContents = ContentSizes & { at: number };

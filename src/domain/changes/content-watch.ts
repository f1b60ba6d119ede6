// Describes what is remembered of a target's contents, and packs it for the state of its
// shard. Plain data; contents are known by their hashes.

/** Numbers by the names of readings that a rule compares with (judge-change). */
export type References = Readonly<Record<string, number>>;

/** A content that was there long enough to count. */
export type SettledContent = {
  hash: string;
  /**
   * The content that the next change is compared with while this one is there: itself, or
   * the one before it if the two hardly differ.
   */
  base: string;
};

/** A content that is waited for: it settles if it is still there at `lookAt` or later. */
export type PendingContent = {
  hash: string;
  /** When the run began that saw it first. */
  since: number;
  lookAt: number;
  /** Before it was seen. */
  references: References;
};

/** Instants are epoch ms. */
export type ContentWatch = {
  /** The target's requestRevision: other steps or another address give other contents. */
  revision: number;
  /** When the run began that was taken in last. */
  takenAt: number;
  /** Contents that settled, the latest first, each once. Never empty. */
  recent: readonly SettledContent[];
  pending: PendingContent | null;
  /** How many contents in a row were replaced before they settled, up to a bound. */
  unsettled: number;
  /** When the target is to be looked at before its next slot; null: not before. */
  lookAt: number | null;
  /** What differs until that look differs by itself. */
  isLearning: boolean;
};

const latest = ({ recent }: ContentWatch): SettledContent => {
  const [first] = recent;
  if (first === undefined) throw new RangeError("a watch has a content at least");
  return first;
};

/** The content that is there, as far as it settled. */
export const latestOf = (watch: ContentWatch): string => latest(watch).hash;

/** The content that the next one is compared with: that of the last change that counted. */
export const baseOf = (watch: ContentWatch): string => latest(watch).base;

/** A content that is its own base is its hash alone. Append only: the position is stored. */
type PackedContent = string | [hash: string, base: string];

/** Append only: the position is stored. */
type PackedPending = [
  hash: string,
  since: number,
  lookIn: number,
  references?: References,
];

/** Instants are told from `takenAt`. Append only: the position is stored. */
export type PackedWatch = [
  revision: number,
  takenAt: number,
  recent: PackedContent[],
  unsettled: number,
  isLearning: 0 | 1,
  lookIn: number | null,
  pending?: PackedPending,
];

export function packWatch(watch: ContentWatch): PackedWatch {
  const { revision, takenAt, recent, pending, unsettled, lookAt, isLearning } = watch;
  return [
    revision,
    takenAt,
    recent.map(({ hash, base }) => (hash === base ? hash : [hash, base])),
    unsettled,
    isLearning ? 1 : 0,
    lookAt === null ? null : lookAt - takenAt,
    ...(pending === null ? [] : [packPending(pending, takenAt)]),
  ] as PackedWatch;
}

const packPending = (pending: PendingContent, takenAt: number): PackedPending => [
  pending.hash,
  takenAt - pending.since,
  pending.lookAt - takenAt,
  ...(Object.keys(pending.references).length === 0
    ? ([] as const)
    : ([pending.references] as const)),
];

export function unpackWatch(packed: PackedWatch): ContentWatch {
  const [revision, takenAt, recent, unsettled, isLearning, lookIn, pending] = packed;
  return {
    revision,
    takenAt,
    recent: recent.map((content) => {
      const [hash, base] = typeof content === "string" ? [content, content] : content;
      return { hash, base };
    }),
    pending: pending === undefined ? null : unpackPending(pending, takenAt),
    unsettled,
    lookAt: lookIn === null ? null : takenAt + lookIn,
    isLearning: isLearning === 1,
  };
}

function unpackPending(packed: PackedPending, takenAt: number): PendingContent {
  const [hash, since, lookIn, references = {}] = packed;
  return { hash, since: takenAt - since, lookAt: takenAt + lookIn, references };
}

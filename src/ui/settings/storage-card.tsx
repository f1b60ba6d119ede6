// Shows how full the database is, when it would be full, and how long history is kept.
import { describeStorage, type Storage, toHours } from "#domain/storage/storage-level.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Meter } from "#ui/screens/drawings/strips.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatSpan } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";

const kinds = { ok: "up", warning: "degraded", critical: "down" } as const;
const fills = { ok: "ok", warning: "warn", critical: "bad" } as const;

type StorageProps = { viewer: Viewer; storage: Storage };

export const StorageCard = ({ viewer, storage }: StorageProps) => {
  const { settings } = viewer.words;
  const { bytes, limitBytes, level, kept, shortened } = storage;
  const sentence = sentenceIn(viewer.language, describeStorage(storage, viewer.now));
  const length = (ms: number) => formatSpan(ms, viewer.language);
  /** What is in force, and what is configured where that differs. */
  const inForce = (usual: number, now = usual) =>
    now < usual
      ? settings.storage.instead(length(toHours(now)), length(usual))
      : length(usual);
  return (
    <section class="card" aria-labelledby="storage">
      <h2 id="storage">{settings.storage.title}</h2>
      <Status
        kind={kinds[level]}
        language={viewer.language}
        words={settings.storageLevels[level]}
      />
      <Meter
        parts={[{ value: bytes, kind: fills[level] }]}
        total={limitBytes}
        label={sentence}
      />
      <p>{sentence}</p>
      <dl class="pairs">
        <dt>{settings.storage.runs}</dt>
        <dd>{inForce(kept.runsMs, shortened?.runsMs)}</dd>
        <dt>{settings.storage.hours}</dt>
        <dd>{inForce(kept.hoursMs, shortened?.hoursMs)}</dd>
        <dt>{settings.storage.failures}</dt>
        <dd>{length(kept.failuresMs)}</dd>
        <dt>{settings.storage.days}</dt>
        <dd>{settings.storage.forEver}</dd>
      </dl>
    </section>
  );
};

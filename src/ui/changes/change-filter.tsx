// Narrows a list of changes. All of it stands in the address.
import { type ChangeKind, changeKinds } from "#domain/changes/change.ts";
import { noRefusals, SelectField } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

type KindProps = { viewer: Viewer; kind: ChangeKind | null };

export const KindField = ({ viewer, kind }: KindProps) => {
  const { filter, kinds } = viewer.words.changes;
  return (
    <SelectField
      name="kind"
      label={filter.kind}
      value={kind ?? ""}
      refusals={noRefusals}
      choices={[
        { value: "", words: filter.any },
        ...changeKinds.map((value) => ({ value, words: kinds[value] })),
      ]}
    />
  );
};

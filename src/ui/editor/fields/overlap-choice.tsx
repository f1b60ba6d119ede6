// Shows what becomes of slots that come during a run: a small picture of each choice.
import type { FateKind } from "#ui/screens/drawings/shapes.tsx";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Wrong } from "#ui/screens/fields.tsx";
import type { Words } from "#ui/words/words.ts";
import type { Filled } from "./controls.tsx";

type Overlap = keyof Words["schedules"]["overlaps"];
type Cell = { kind: FateKind; words?: "atEnd" | "afterIt" };

const skipped: Cell = { kind: "skipped" };
const atEnd: Cell = { kind: "late", words: "atEnd" };

/** What becomes of the slots of 16:00 and 17:00, while a run goes on until 17:10. */
const pictures: Readonly<Record<Overlap, readonly Cell[]>> = {
  "buffer-one": [atEnd, skipped],
  "keep-latest": [skipped, atEnd],
  "buffer-all": [atEnd, { kind: "late", words: "afterIt" }],
  skip: [skipped, skipped],
};

export const OverlapChoice = ({ form }: { form: Filled }) => {
  const { overlap } = form.viewer.words.editor;
  const refused = form.refusals.get("overlap") ?? [];
  return (
    <fieldset id="overlap">
      <legend>{overlap.legend}</legend>
      <section class="scroll" tabindex={0} aria-label={overlap.region}>
        <table>
          <caption>{overlap.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{overlap.choice}</th>
              <th scope="col">16:00</th>
              <th scope="col">17:00</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(pictures) as Overlap[]).map((one) => (
              <Choice form={form} overlap={one} />
            ))}
          </tbody>
        </table>
      </section>
      {refused.length > 0 && <Wrong id="overlap-wrong" sentences={refused} />}
    </fieldset>
  );
};

const Choice = ({ form, overlap }: { form: Filled; overlap: Overlap }) => {
  const { language, words } = form.viewer;
  return (
    <tr>
      <th scope="row">
        <label class="choice">
          <input
            type="radio"
            name="overlap"
            value={overlap}
            checked={form.values.overlap === overlap}
          />
          {` ${words.schedules.overlaps[overlap].name}`}
        </label>
      </th>
      {pictures[overlap].map((cell) => (
        <td>
          <Status
            kind={cell.kind}
            language={language}
            {...(cell.words !== undefined && {
              words: words.editor.overlap[cell.words],
            })}
          />
        </td>
      ))}
    </tr>
  );
};

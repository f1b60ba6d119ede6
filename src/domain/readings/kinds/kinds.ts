// Lists the kinds of steps. A new kind is a file and a line here.
import type { Step, StepKindName } from "#domain/readings/step.ts";
import type { StepKind } from "#domain/readings/step-kind.ts";
import { css } from "./css.ts";
import { date } from "./date.ts";
import { feed } from "./feed.ts";
import { header } from "./header.ts";
import { ignore } from "./ignore.ts";
import { json } from "./json.ts";
import { lines } from "./lines.ts";
import { meta } from "./meta.ts";
import { number } from "./number.ts";
import { offers } from "./offers.ts";
import { regex } from "./regex.ts";
import { remove } from "./remove.ts";
import { text } from "./text.ts";

const stepKinds: { [Kind in StepKindName]: StepKind<Kind> } = {
  css,
  remove,
  text,
  json,
  regex,
  lines,
  ignore,
  number,
  date,
  feed,
  offers,
  header,
  meta,
};

const names = Object.keys(stepKinds) as StepKindName[];

/** The kind of a step: the one whose name is a field of it. */
export const kindNameOf = (step: Step): StepKindName =>
  names.find((name) => name in step) as StepKindName;

/** The kind of a step, which takes just such steps: the table says so. */
export const kindOf = (step: Step): StepKind<StepKindName> =>
  stepKinds[kindNameOf(step)] as unknown as StepKind<StepKindName>;

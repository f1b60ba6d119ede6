// Renders choices of the form of a route: boxes to tick, and one of several.
import type { RouteFormValues } from "./route-form-view.ts";

export type Choice = { value: string; words: string };

type BoxesProps = {
  name: keyof RouteFormValues;
  ticked: readonly string[];
  choices: readonly Choice[];
};

/** Boxes to tick under one name. */
export const Boxes = ({ name, ticked, choices }: BoxesProps) =>
  choices.map(({ value, words }) => (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked={ticked.includes(value)} />
      <span class="url">{` ${words}`}</span>
    </label>
  ));

type RadiosProps = {
  name: keyof RouteFormValues;
  chosen: string;
  choices: readonly Choice[];
};

export const Radios = ({ name, chosen, choices }: RadiosProps) =>
  choices.map(({ value, words }) => (
    <label class="choice">
      <input type="radio" name={name} value={value} checked={value === chosen} />
      {` ${words}`}
    </label>
  ));

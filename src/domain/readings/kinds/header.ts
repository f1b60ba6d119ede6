// Gives a header of the answer. Refuses headers that are secret by their names.
import {
  nothingFound,
  type PreparedStep,
  type RefusedStep,
  type StepKind,
} from "#domain/readings/step-kind.ts";
import { tellStepOf } from "#domain/readings/told/told-step.ts";
import { isSecretHeader } from "#domain/secret-header.ts";

/** RFC 9110, 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export const header: StepKind<"header"> = {
  prepare: ({ header: name }) => objectionTo(name) ?? readHeader(name),
  tell: ({ header: name }) => tellStepOf("header", name),
};

const readHeader =
  (name: string): PreparedStep =>
  (_material, { answer }) => {
    const text = answer.headers?.get(name) ?? "";
    return text === "" ? nothingFound : { kind: "text", text };
  };

function objectionTo(name: string): RefusedStep | null {
  const refuse = (refused: string) => ({ at: ["header"], refused });
  if (!token.test(name)) return refuse(`${JSON.stringify(name)} is no name of a header.`);
  return isSecretHeader(name)
    ? refuse(`${name} is secret by its name, and what is read from answers is shown.`)
    : null;
}

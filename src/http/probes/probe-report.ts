// Explains one probe as text, for ?debug=true: the probe's steps, metrics and settings.
// Masks secrets, as the steps do already.
import { isSealed } from "#domain/sealed.ts";
import type { RequestSpec } from "#domain/targets/target.ts";
import { maskHeaders, type Step } from "#jobs/trials/trial-steps.ts";
import type { Subject } from "./probe-subject.ts";

/** The report of a probe. `metrics` is the exposition; `subject` is as it was probed. */
export function reportProbe(
  steps: readonly Step[],
  metrics: string,
  subject: Subject,
): string {
  const settings = JSON.stringify(describe(subject), null, 2);
  return [
    `Logs for the probe:\n${steps.map(formatStep).join("")}`,
    `Metrics that would have been returned:\n${metrics}`,
    `Module configuration:\n${settings}\n`,
  ].join("\n\n");
}

function formatStep({ step, atMs, explanation, details }: Step): string {
  const { headers, ...others } = details;
  const lines = Object.entries({ ...(headers as object | undefined), ...others });
  const indent = " ".repeat(22);
  return [
    `${String(atMs).padStart(6)} ms  ${step.padEnd(9)}  ${explanation}\n`,
    ...lines.map(([name, value]) => `${indent}${name}: ${value}\n`),
  ].join("");
}

/** The settings of a probe. A body may hold secrets, so only its length is shown. */
function describe({ module, request, expect }: Subject) {
  const { body, headers, retries: _, ...rest }: RequestSpec = request;
  const shown = Object.entries(headers).map(([name, value]) => ({
    [name]: isSealed(value) ? "***" : value,
  }));
  const masked = maskHeaders(
    new Headers(Object.assign({}, ...shown)),
    request.secretHeaders,
  );
  return { module, ...rest, headers: masked, bodyChars: body?.length ?? 0, expect };
}

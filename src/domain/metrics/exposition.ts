// Formats metrics as text, in the Prometheus text format 0.0.4 or in OpenMetrics 1.0.
// Knows no metric by name. Sources: prometheus.io/docs/specs/om/open_metrics_spec and
// prometheus.io/docs/instrumenting/exposition_formats.

/** `labels` as `formatLabels` writes them. */
type Sample = { labels: string; value: number };

/**
 * `counts` is by bucket, not cumulative. It has one bucket more than the family has
 * bounds, for what exceeds them all.
 */
type HistogramSample = { labels: string; counts: readonly number[]; sum: number };

/** A counter's name ends in _total. `bounds` are upper bounds, ascending. */
export type Family = { name: string; help: string } & (
  | { type: "gauge" | "counter"; samples: readonly Sample[] }
  | { type: "histogram"; bounds: readonly number[]; samples: readonly HistogramSample[] }
);

export type Format = "prometheus" | "openmetrics";

export const contentTypes: Record<Format, string> = {
  prometheus: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

/** Writes labels in the order given, with their values escaped and without braces. */
export const formatLabels = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escapeText(value)}"`)
    .join(",");

const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const escapeText = (text: string, special = /[\\"\n]/g): string =>
  text.replace(special, (character) => escapes[character] as string);

/**
 * The format that an Accept header prefers (RFC 9110 12.5.1). The quality of the most
 * specific range counts. A header that does not prefer OpenMetrics gets the older format,
 * which everything reads.
 */
export function chooseFormat(accept: string | null): Format {
  const qualities = new Map((accept ?? "").split(",").map(parseRange));
  const qualityOf = (...ranges: string[]): number =>
    ranges
      .map((range) => qualities.get(range))
      .find((quality) => quality !== undefined) ?? 0;
  const openmetrics = "application/openmetrics-text";
  return qualityOf(`${openmetrics};version=1.0.0`, openmetrics, "application/*", "*/*") >
    qualityOf("text/plain;version=0.0.4", "text/plain", "text/*", "*/*")
    ? "openmetrics"
    : "prometheus";
}

/** A media range, with its version if it names one, and its quality. */
function parseRange(text: string): [range: string, quality: number] {
  const [type, ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const version = parameters.filter((parameter) => parameter.startsWith("version="));
  const quality = Number(
    parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1,
  );
  return [[type, ...version].join(";"), Number.isNaN(quality) ? 1 : quality];
}

/** Writes families as the text of an answer. Leaves out a family without samples. */
export function formatExposition(families: readonly Family[], format: Format): string {
  const text = families
    .filter(({ samples }) => samples.length > 0)
    .map((family) => describe(family, format) + formatSamples(family, format))
    .join("");
  return format === "openmetrics" ? `${text}# EOF\n` : text;
}

/**
 * The lines before the samples, in the order that OpenMetrics asks for. The older format
 * asks for no order.
 */
function describe({ name, type, help }: Family, format: Format): string {
  if (format === "prometheus")
    return `# TYPE ${name} ${type}\n# HELP ${name} ${escapeText(help, /[\\\n]/g)}\n`;
  const family = type === "counter" ? name.replace(/_total$/, "") : name;
  const [, unit] = /_(seconds|bytes)$/.exec(family) ?? [];
  const unitLine = unit === undefined ? "" : `# UNIT ${family} ${unit}\n`;
  return `# TYPE ${family} ${type}\n${unitLine}# HELP ${family} ${escapeText(help)}\n`;
}

function formatSamples(family: Family, format: Format): string {
  if (family.type === "histogram") {
    const ends = [...family.bounds.map((bound) => formatBound(bound, format)), "+Inf"];
    return family.samples
      .map((sample) => formatHistogram(family.name, ends, sample))
      .join("");
  }
  return family.samples
    .map((sample) => formatSample(family.name, sample.labels, sample.value))
    .join("");
}

function formatHistogram(
  name: string,
  ends: readonly string[],
  sample: HistogramSample,
): string {
  const before = sample.labels === "" ? "" : `${sample.labels},`;
  let count = 0;
  let text = "";
  ends.forEach((end, i) => {
    count += sample.counts[i] ?? 0;
    text += `${name}_bucket{${before}le="${end}"} ${count}\n`;
  });
  text += formatSample(`${name}_sum`, sample.labels, sample.sum);
  return text + formatSample(`${name}_count`, sample.labels, count);
}

const formatSample = (name: string, pairs: string, value: number): string =>
  pairs === ""
    ? `${name} ${formatNumber(value)}\n`
    : `${name}{${pairs}} ${formatNumber(value)}\n`;

function formatNumber(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

/**
 * Writes a bound as Go's %g does, so that its label is the same everywhere. OpenMetrics
 * wants a float to look like one.
 */
function formatBound(bound: number, format: Format): string {
  const size = Math.abs(bound);
  if (size !== 0 && (size < 1e-4 || size >= 1e6))
    return bound.toExponential().replace(/(?<=e[+-])(?=\d$)/, "0");
  return format === "openmetrics" && Number.isInteger(bound)
    ? `${bound}.0`
    : String(bound);
}

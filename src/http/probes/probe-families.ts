// Lists what one probe shows, under the names of blackbox_exporter (its prober/handler.go
// and http.go). Leaves out what a Worker cannot see: the times of name look-ups,
// connections and TLS handshakes, certificates, the version of HTTP.
import type { Family } from "#domain/metrics/exposition.ts";
import { type Instrument, type Reading, single } from "#domain/metrics/instrument.ts";
import { familiesOf } from "#domain/metrics/prometheus-families.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { parseHttpDate } from "#domain/time/http-date.ts";
import type { PageResult } from "#net/fetching/page.ts";

/** How one attempt ended; `failure` is null for a success. */
export type Probed = { page: PageResult; failure: Failure | null; timeoutMs: number };

export const probeFamilies = (probed: Probed): Family[] =>
  familiesOf(instruments, [{ subject: probed, labels: {} }]);

type ProbeInstrument = Instrument<Probed>;

const gauge = (
  name: string,
  help: string,
  read: (probed: Probed) => number | null,
  unit?: "milliseconds",
): ProbeInstrument => ({
  kind: "gauge",
  name,
  flatName: null,
  help,
  ...(unit && { unit }),
  read: (probed) => single(read(probed)),
});

const hasAnswer = ({ page }: Probed): boolean => page.status !== null;

const instruments: readonly ProbeInstrument[] = [
  gauge("probe_success", "Whether the probe succeeded.", ({ failure }) =>
    Number(failure === null),
  ),
  gauge(
    "probe_duration_seconds",
    "How long the probe took.",
    ({ page }) => page.firstByteMs + page.bodyMs,
    "milliseconds",
  ),
  gauge(
    "probe_timeout_seconds",
    "How long the probe might have taken.",
    ({ timeoutMs }) => timeoutMs,
    "milliseconds",
  ),
  gauge(
    "probe_http_status_code",
    "Status of the last answer; 0 if none came.",
    ({ page }) => page.status ?? 0,
  ),
  {
    kind: "gauge",
    name: "probe_http_duration_seconds",
    flatName: null,
    help: "How long the answer took to begin, redirects included, and then to end.",
    unit: "milliseconds",
    read: phasesOf,
  },
  gauge(
    "probe_http_content_length",
    "Length of the body in bytes as the answer announces it; -1 if it does not.",
    (probed) => (hasAnswer(probed) ? announcedBytes(probed.page.headers) : 0),
  ),
  gauge(
    "probe_http_uncompressed_body_length",
    "Length of the decoded body in bytes, as far as it was read.",
    ({ page }) => page.bytes,
  ),
  gauge(
    "probe_http_redirects",
    "Redirects that were followed.",
    ({ page }) => page.redirects,
  ),
  gauge("probe_http_ssl", "Whether the last answer came over TLS.", (probed) =>
    Number(hasAnswer(probed) && probed.page.finalUrl.startsWith("https:")),
  ),
  gauge(
    "probe_http_last_modified_timestamp_seconds",
    "What the Last-Modified header says.",
    ({ page }) => lastModifiedAt(page.headers),
    "milliseconds",
  ),
  gauge(
    "probe_failed_due_to_regex",
    "Whether the probe failed because of an expression.",
    () => 0,
  ),
];

/** The phases of a probe; both are 0 when no answer came. */
function phasesOf(probed: Probed): Reading[] {
  const { firstByteMs, bodyMs } = probed.page;
  return [
    { labels: { phase: "processing" }, value: hasAnswer(probed) ? firstByteMs : 0 },
    { labels: { phase: "transfer" }, value: hasAnswer(probed) ? bodyMs : 0 },
  ];
}

function announcedBytes(headers: Headers | null): number {
  const length = headers?.get("content-length") ?? "";
  return /^\d+$/.test(length) ? Number(length) : -1;
}

/** Epoch ms; null when the header is missing or no date. */
function lastModifiedAt(headers: Headers | null): number | null {
  const at = parseHttpDate(headers?.get("last-modified") ?? "");
  return Number.isNaN(at) ? null : at;
}

// What a probe tells, under the names of blackbox_exporter (its prober/handler.go and
// http.go). What a Worker cannot see is left out: names, connections and TLS handshakes
// with their times, certificates, the version of HTTP.
import { type Family, labels, type Sample } from "#domain/metrics/exposition.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { parseHttpDate } from "#domain/time/http-date.ts";
import type { PageResult } from "#net/fetching/page.ts";

/** How one attempt ended; `failure` is null for a success. */
export type Probed = { page: PageResult; failure: Failure | null; timeoutMs: number };

export function probeFamilies({ page, failure, timeoutMs }: Probed): Family[] {
  const { status, firstByteMs, bodyMs, finalUrl } = page;
  const hasAnswer = status !== null;
  const isSecure = hasAnswer && finalUrl.startsWith("https:");
  return [
    gauge("probe_success", "Whether the probe succeeded.", failure === null ? 1 : 0),
    gauge(
      "probe_duration_seconds",
      "How long the probe took.",
      (firstByteMs + bodyMs) / 1000,
    ),
    gauge(
      "probe_timeout_seconds",
      "How long the probe might have taken.",
      timeoutMs / 1000,
    ),
    gauge(
      "probe_http_status_code",
      "Status of the last answer; 0 if none came.",
      status ?? 0,
    ),
    {
      name: "probe_http_duration_seconds",
      help: "How long the answer took to begin, redirects included, and then to end.",
      type: "gauge",
      samples: [
        {
          labels: labels({ phase: "processing" }),
          value: hasAnswer ? firstByteMs / 1000 : 0,
        },
        { labels: labels({ phase: "transfer" }), value: hasAnswer ? bodyMs / 1000 : 0 },
      ],
    },
    gauge(
      "probe_http_content_length",
      "Length of the body in bytes as the answer announces it; -1 if it does not.",
      hasAnswer ? announcedBytes(page.headers) : 0,
    ),
    gauge(
      "probe_http_uncompressed_body_length",
      "Length of the decoded body in bytes, as far as it was read.",
      page.bytes,
    ),
    gauge("probe_http_redirects", "Redirects that were followed.", page.redirects),
    gauge("probe_http_ssl", "Whether the last answer came over TLS.", isSecure ? 1 : 0),
    {
      name: "probe_http_last_modified_timestamp_seconds",
      help: "What the Last-Modified header says.",
      type: "gauge",
      samples: lastModified(page.headers),
    },
    gauge(
      "probe_failed_due_to_regex",
      "Whether the probe failed because of an expression.",
      0,
    ),
  ];
}

const gauge = (name: string, help: string, value: number): Family => ({
  name,
  help,
  type: "gauge",
  samples: [{ labels: "", value }],
});

function announcedBytes(headers: Headers | null): number {
  const length = headers?.get("content-length") ?? "";
  return /^\d+$/.test(length) ? Number(length) : -1;
}

function lastModified(headers: Headers | null): Sample[] {
  const at = parseHttpDate(headers?.get("last-modified") ?? "");
  return Number.isNaN(at) ? [] : [{ labels: "", value: at / 1000 }];
}

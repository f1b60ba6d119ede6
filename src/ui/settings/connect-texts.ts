// Writes what other programs need in order to read from this deployment, ready to copy.

/** A job of Prometheus' `scrape_configs`. The token is in a file, never in this text. */
export function scrapeConfig(origin: string): string {
  const { protocol, host } = new URL(origin);
  return `scrape_configs:
  - job_name: junkai
    scrape_interval: 1m
    scheme: ${protocol.slice(0, -1)}
    metrics_path: /metrics
    authorization:
      # METRICS_TOKEN or API_TOKEN
      credentials_file: /etc/prometheus/junkai-metrics-token
    static_configs:
      - targets: [${JSON.stringify(host)}]
`;
}

const auth = `-H "Authorization: Bearer $API_TOKEN"`;

/** Commands for a shell in which API_TOKEN is set. */
export const curlLines = (origin: string) => ({
  list: `curl '${origin}/api/targets' ${auth}`,
  add: `curl '${origin}/api/targets' ${auth} \\
  -H 'Content-Type: application/json' -d '{"url":"https://example.com/","schedule":{"every":"5m"}}'`,
  jobs: `curl '${origin}/api/jobs' ${auth}`,
  report: `curl '${origin}/api/stats?from=-7d&slo=99.9' ${auth}`,
  health: `curl '${origin}/health'`,
});

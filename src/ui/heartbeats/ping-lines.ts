// Writes what a job needs in order to report its runs, ready to paste.

/** What a line is made of. */
type Pinged = {
  /** The heartbeat's address: "https://junkai.example.com/ping/…". */
  address: string;
  /** When the job runs, as a crontab has it. */
  cron: string;
};

/** Waits ten seconds and tries again five times, and says nothing when all is well. */
const curl = "curl -fsS -m 10 --retry 5";
const quiet = `${curl} -o /dev/null`;

export const pingLines = {
  shell: ({ address }) => `m=$(./job.sh 2>&1); ${curl} --data-raw "$m" "${address}/$?"`,
  start: ({ address }) => `rid=$(uuidgen)
${quiet} "${address}/start?rid=$rid"
./job.sh
${quiet} "${address}/$??rid=$rid"`,
  crontab: ({ address, cron }) => `${cron} ./job.sh; ${quiet} ${address}/$?`,
  systemd: ({ address }) => `[Service]
Type=oneshot
ExecStartPre=-/usr/bin/${quiet} ${address}/start
ExecStart=/usr/local/bin/job.sh
ExecStopPost=/bin/sh -c '${quiet} ${address}/$$(test "$$SERVICE_RESULT" = success && echo 0 || echo fail)'`,
  actions: () => `- if: always()
  run: ${quiet} "$PING_URL/\${{ job.status == 'success' && '0' || 'fail' }}"
  env:
    PING_URL: \${{ secrets.PING_URL }}`,
  node: ({ address }) => `const ping = (path, body = "") =>
  fetch("${address}" + path, { method: "POST", body }).catch(console.warn);
const rid = crypto.randomUUID();
await ping("/start?rid=" + rid);
try {
  await job();
  await ping("?rid=" + rid);
} catch (error) {
  await ping("/fail?rid=" + rid, String(error));
  throw error;
}`,
  runitor: ({ address }) => {
    const { base, uuid } = partsOf(address);
    return `runitor -api-url ${base} -uuid ${uuid} -- ./job.sh`;
  },
} as const satisfies Record<string, (pinged: Pinged) => string>;

export type PingLine = keyof typeof pingLines;

export const linesFor = (pinged: Pinged) =>
  (Object.keys(pingLines) as PingLine[]).map((kind) => ({
    kind,
    text: pingLines[kind](pinged),
  }));

/** runitor takes the address in two parts. */
function partsOf(address: string): { base: string; uuid: string } {
  const end = address.lastIndexOf("/");
  return { base: address.slice(0, end), uuid: address.slice(end + 1) };
}

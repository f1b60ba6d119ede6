// Holds the words about heartbeats in English: jobs that run elsewhere and report here.
import type { IgnoredReason, PingAction } from "#domain/heartbeats/ping.ts";
import type { Counted } from "../counted.ts";

/** "1 ping", "2,000 pings". */
const pings = ({ count, written }: Counted): string =>
  `${written} ping${count === 1 ? "" : "s"}`;

export const heartbeatLabelsEn = {
  description: "What it is for",
  slug: "Slug",
  uuid: "UUID of its address",
  beatGrace: "Missed after",
  startGrace: "Must begin within",
  runMax: "Must end within",
  runMin: "Takes at least",
  early: "Counts for its slot when so early",
  channels: "Channels that are told",
  unusual: "Degraded when it takes so many times the usual",
  keepAlive: "A log puts off the end that a run must reach",
  postOnly: "Only POST requests are pings",
  manualResume: "A ping leaves it paused",
};

export const heartbeatGroupsEn = {
  deadlines: "Deadlines",
  pinging: "What counts as a ping",
  hours: "Hours, start and end",
  keyed: "Description, key and pause",
};

export const heartbeatsEn = {
  add: "Add a heartbeat",
  addTitle: "Add a heartbeat",
  addLead:
    "A job that runs elsewhere tells junkai when it runs. A name and a schedule are enough: then there is a line to paste into the job.",
  addLink: "A job that runs elsewhere and reports by itself is ",
  addLinkName: "a heartbeat",
  addLinkAfter: ".",
  way: {
    title: "Hear from a job that runs elsewhere",
    said: "A backup, an import, a cron line: it reports its runs, and you are told when one does not come.",
    link: "Add a heartbeat",
  },
  formName: "Heartbeat",
  summary: (schedule: string) => `${schedule}, by ping`,
  countsFromRuns: "A slot comes so long after the last run began.",
  button: "Add the heartbeat",
  added: (name: string) =>
    `${name} was added. Paste one of the lines below into the job: its first ping starts the clock.`,
  addedPaused: (name: string) => `${name} was added, paused.`,
  hints: {
    name: "What the job is called, such as: backup of the shop.",
    every: "Such as 5m, 1h30m, 1d; at least 1m.",
    beatGrace: "A slot of which nothing is heard for so long is missed.",
    startGrace: "After its slot. As “Missed after” when left empty.",
    runMax: "After its start. As “Missed after” when left empty.",
    runMin: "A shorter run has failed: it is too short to be true.",
    early: "A little before its slot is not too early.",
    unusual: "Such as 2 or 1.5. The usual is what 95 % of the last 30 runs took.",
    slug: "a-z, 0-9, _ and -: names it beside the ping key, in addresses that people can read.",
    channels: "Numbers, with commas between. As the routes say when left empty.",
    uuid: "To move its address here from another service: then jobs need not change.",
    postOnly: "A link that somebody opens does not count then.",
  },
  state: {
    waiting: "Waiting for a ping",
    waitingAdvice:
      "Its slots count from its first ping on. Until then nothing is missed, and nobody is told.",
    lastRun: (time: string, took: string) =>
      `The last run began ${time} and took ${took}.`,
    lastUntimed: (time: string) =>
      `The last run ended ${time}; how long it took was not reported.`,
    lastGood: (time: string) => `The last good run was that of ${time}.`,
    missedSince: (time: string) => `Nothing was heard for the slot of ${time}.`,
    missedTitle: "The last slot was missed",
    pausedAdvice:
      "Its slots pass, and no ping is missed. A ping resumes it unless that is switched off.",
    nextBy: (time: string) => `Something must be heard by ${time}.`,
  },
  deadlines: {
    title: "Its deadlines",
    missed: (span: string) =>
      `A slot whose run has not begun ${span} after it is missed.`,
    late: (span: string) => `A run that begins more than ${span} after its slot is late.`,
    runMax: (span: string) =>
      `A run that has not ended ${span} after its start has failed.`,
    keepAlive: "Each log puts off that end.",
    runMin: (span: string) => `A run that takes less than ${span} has failed.`,
    unusual: (factor: string) =>
      `A run that takes more than ${factor} times the usual is degraded.`,
  },
  running: {
    title: (n: Counted) =>
      n.count === 1 ? "Running now" : `Running now: ${n.written} runs`,
    caption: "Runs that have begun and not ended, the oldest first",
    columns: {
      began: "Began",
      elapsed: "For",
      usual: "Against the usual",
      deadline: "Must end by",
      slot: "Slot",
      rid: "Run id",
    },
    within: (usual: string) => `usually ${usual}`,
    longer: (times: string, usual: string) => `${times}× the usual ${usual}`,
    unknown: "not known yet",
    extra: "none",
    noRid: "none",
    bar: (share: string) => `${share} of its time`,
  },
  lines: {
    title: "How to ping it",
    lead: "One request when the job has ended, with its exit status. With a start before it, run times are known too, and a job that hangs is noticed.",
    address: "Its address, which whoever knows it may ping:",
    bySlug: "Or by its slug:",
    reader: "Only those who may change things see its address.",
    copy: "Copy",
    copied: "Copied",
    yourJob: "Put your command in place of ./job.sh.",
    kinds: {
      shell: "Shell, with what it printed",
      start: "Shell, with its run time",
      crontab: "crontab",
      systemd: "systemd unit",
      actions: "GitHub Actions step",
      node: "Node",
      runitor: "runitor",
    },
    secret: "The address is the secret PING_URL of the repository.",
    counts:
      "Counts in what it printed, such as items=1200 errors=0 in its first or last line, become numbers with a chart.",
    fail: "Add /start when a run begins, /fail when it failed, /log for a word meanwhile, or the exit status.",
  },
  lately: {
    title: "What came in lately",
    total: (n: Counted) => `${pings(n)} so far`,
    none: "No ping has come in yet.",
    caption: (n: Counted) => `The last ${pings(n)}, the newest first`,
    columns: {
      at: "When",
      what: "Ping",
      run: "Run",
      took: "Took",
      from: "From",
      body: "Body",
    },
    actions: {
      start: "Start",
      success: "Success",
      fail: "Failure",
      log: "Log",
    } satisfies Record<PingAction, string>,
    exit: (said: string, status: number) => `${said}, exit status ${status}`,
    unmatched: "matched no run",
    ignored: {
      method: "ignored: only POST pings it",
      paused: "ignored: it was paused",
      unreadable: "ignored: it could not be taken",
    } satisfies Record<IgnoredReason, string>,
    running: "running now",
    noBody: "none",
  },
  run: {
    log: "What it reported",
    noLog: "It sent no text with its pings, or that is not kept any more.",
    ping: (n: string) => `Ping ${n}`,
    notHeard: "No ping came in time.",
    notTold: "not reported",
    untimedNote: "only its end was reported",
    noNumbers:
      "No ping has told a number yet. Counts in its first or last line do, such as items=1200 errors=0.",
  },
  settings: {
    title: "Heartbeats",
    lead: "Jobs that run elsewhere report their runs here by pings.",
    key: "The ping key, for addresses that name a heartbeat by its slug:",
    example: "For example:",
    make: "Make a ping key",
    renew: "Make another ping key",
    renewWarning:
      "Addresses with the key of now answer 404 from then on. Those with a uuid stay.",
    renewed: "There is a new ping key. Addresses with one from before answer 404.",
    v3: "Tools that speak Healthchecks' management API v3, such as its Terraform provider, get this address:",
    v3Keys:
      "Their API key is API_TOKEN, or READ_TOKEN for those that only read, in X-Api-Key.",
    reader: "Only those who may change things see the ping key.",
  },
};

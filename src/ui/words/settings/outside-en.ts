// Holds the words of the pages of the dead-man ping and of the canaries, in English.
export const outsideEn = {
  settings: "Settings",
  change: "Change",
  look: "Look at them",
  save: "Save",
  saved: "It is saved.",
  changed: "It was changed meanwhile: see above how it is now, and send it again.",
  deadMan: {
    title: {
      none: "Nobody outside notices when ticks stop",
      set: "Somebody outside notices when ticks stop",
      untaken: "The last dead-man ping was not taken",
    },
    lead: "After each healthy tick an address is asked for. Whoever is not asked for a while, such as healthchecks.io or Uptime Kuma, raises the alarm.",
    now: "As it is now",
    address: "Address",
    every: "At most every",
    labels: { url: "Address", everySeconds: "Seconds between two pings" },
    hints: {
      url: "Asked for by GET. It is a secret: stored sealed, shown masked. Left as it is shown, the stored one stays; empty for none.",
      everySeconds: "At least 60; whole minutes, rounded up.",
    },
    test: "Ask for it now",
    tested: {
      taken: (status: number) => `It was asked for and answered ${status}.`,
      refused: (status: number) =>
        `It was asked for and answered ${status}, which is no success.`,
      silent: "It was asked for, and did not answer.",
    },
  },
  canaries: {
    name: "Canaries",
    title: {
      none: "No canary is asked",
      some: (count: string) => `Canaries: ${count}`,
    },
    lead: "When most targets are silent at once, these addresses are asked. If none of them answers either, it is we who are cut off, and no incident opens.",
    labels: { urls: "Addresses" },
    hints: {
      urls: "One a line, five at most, on hosts that hardly ever fail together. With none, nothing is ever held back.",
    },
    test: "Ask them now",
    caption: "What they answered just now",
    columns: { url: "Address", heard: "Heard", answer: "Answer" },
    heard: { yes: "Heard", no: "Silent" },
    answered: (status: number) => `Answered ${status}`,
  },
};

export type OutsideWords = typeof outsideEn;

// Holds the words of the pages of channels, in English.
import type { ChannelKindName } from "#domain/notices/channels/kinds.ts";
import type { Counted } from "#ui/words/counted.ts";

const kinds: Record<ChannelKindName, string> = {
  webhook: "Webhook",
  alertmanager: "Alertmanager",
  slack: "Slack, Mattermost or Rocket.Chat",
  discord: "Discord",
  teams: "Microsoft Teams",
  telegram: "Telegram",
  ntfy: "ntfy",
  pagerduty: "PagerDuty",
  pushover: "Pushover",
  gotify: "Gotify",
  matrix: "Matrix",
  email: "E-mail",
  log: "Log of this deployment",
};

/** The labels of settings, by the name that they have in a document. */
const fields: Readonly<Record<string, string>> = {
  url: "Address",
  secret: "Signing secret",
  authorization: "Authorization header",
  format: "Form of the body",
  server: "Server",
  token: "Token",
  user: "User",
  password: "Password",
  thread: "Thread",
  room: "Room",
  topic: "Topic",
  routingKey: "Integration key",
  device: "Device",
  emergency: "Ring until acknowledged",
  channel: "Channel",
  chat: "Chat",
  from: "Sender",
  to: "Recipients",
};

const channels = ({ count, written }: Counted): string =>
  `${written} channel${count === 1 ? "" : "s"}`;

export const channelsEn = {
  kinds,
  unknownKind: (kind: string) => `Unknown kind ${kind}`,
  /** The heading of the list. */
  heading: {
    none: "Nobody is told anything yet",
    well: (all: Counted) => `${channels(all)} ${all.count === 1 ? "is" : "are"} ready`,
    bad: (bad: Counted, all: Counted) =>
      `${bad.written} of ${channels(all)} could not be told`,
    off: (all: Counted) =>
      all.count === 1 ? "The channel is disabled" : `All ${channels(all)} are disabled`,
  },
  lead: "A channel is where notices go: a chat, a pager, a mailbox, a program.",
  empty: {
    said: "Nobody hears of incidents until there is a channel. The quickest one writes to the log of this deployment: with npm start that is the terminal.",
    reader: "Nobody hears of incidents until somebody adds a channel.",
    addLog: "Add the log as a channel",
    logName: "log",
  },
  add: "Add a channel",
  all: "All channels",
  caption: "Channels, the oldest first",
  columns: {
    name: "Channel",
    answer: "Last answer",
    where: "Where to",
    language: "Language",
    notices: "Notices",
    actions: "Actions",
  },
  states: {
    sent: "Took it",
    sentTest: "Took the test",
    retry: "Did not take it yet",
    retryTest: "Did not take the test",
    refused: "Refused it",
    refusedTest: "Refused the test",
    never: "Told nothing yet",
    disabled: "Disabled",
    unusable: "Cannot be used",
  },
  status: (status: number) => `It answered ${status}.`,
  noStatus: "It took the message.",
  nowhere: "–",
  logPlace: "the log",
  counts: {
    waiting: (n: Counted, isMore: boolean) =>
      `${n.written}${isMore ? " or more" : ""} waiting`,
    dead: (n: Counted, isMore: boolean) => `${n.written}${isMore ? " or more" : ""} dead`,
    none: "none waiting",
  },
  languages: { en: "English", ja: "Japanese" },
  chooseTitle: "What kind of channel?",
  chooseLead: "The settings follow from the kind.",
  kindsTitle: "Kinds",
  apprise: {
    title: "An address of Apprise",
    label: "Address",
    hint: "If you have used Apprise, paste its address here, such as slack://…: it becomes a channel of its kind.",
  },
  addTitle: (kind: string) => `Add a channel: ${kind}`,
  addApprise: "Add a channel by an address of Apprise",
  changeTitle: (name: string) => `Channel ${name}`,
  formName: "Settings of the channel",
  labels: {
    name: "Name",
    language: "Language of what it is told",
    enabled: "Enabled: it is told what happens",
    apprise: "Address of Apprise",
    "template-title": "Template of the title",
    "template-text": "Template of the text",
    form: "",
  },
  template: {
    titleHint: (example: string) =>
      `Left empty, the title is as usual. Mustache, such as ${example}`,
    textHint: (example: string) =>
      `Stands in place of what is usually told. Mustache, such as ${example}`,
    fields: "Fields of a template",
    scopes: {
      message: "Everywhere",
      items: "Within {{#items}}",
      fields: "Within {{#fields}} of an item",
      links: "Within {{#links}}",
    },
    preview: "Show a preview",
    previewTitle: "What a message looks like",
    previewLead:
      "An example of an incident that opens, without the mark-up and the limits of the kind of channel.",
  },
  hints: {
    name: "What it is called; no two channels have the same name.",
    masked: "The stored value is not shown. Leave it as it is to keep it.",
    optional: "May be left empty.",
    example: (example: string) => `Such as ${example}`,
  },
  fields,
  usual: "Default",
  booleans: { yes: "Yes", no: "No" },
  save: "Save",
  saveNew: "Add the channel",
  otherKind: "Another kind",
  test: "Send a test",
  testHint: "A test is sent as the channel is stored, also to a disabled one.",
  enable: "Enable",
  disable: "Disable",
  delete: "Delete",
  /** Follows what stands on a button, for who hears it. */
  of: (name: string) => ` ${name}`,
  noticesOf: "Its notices",
  answerTitle: "Last answer",
  ask: {
    title: (name: string) => `Delete the channel ${name}?`,
    warning:
      "Notices that wait for it are dropped. Routes that name it tell nobody else instead.",
    sure: "Delete it",
    cancel: "Keep it",
  },
  did: {
    added: (name: string) => `${name} is added. Send a test to see whether it answers.`,
    changed: (name: string) => `${name} is changed.`,
    unchanged: "Nothing was changed.",
    enabled: (name: string) => `${name} is enabled.`,
    disabled: (name: string) => `${name} is disabled: it is told nothing but tests.`,
    deleted: (name: string) => `${name} is deleted.`,
    tested: {
      sent: (name: string) => `${name} took the test.`,
      retry: (name: string) => `${name} did not take the test.`,
      refused: (name: string) => `${name} refused the test.`,
    },
  },
};

export type ChannelsWords = typeof channelsEn;

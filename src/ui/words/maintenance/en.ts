// Holds the words about maintenance windows in English.
import type { Counted } from "#ui/words/counted.ts";

export const maintenanceEn = {
  place: "Maintenance",
  /** Of a target's pages. */
  menu: "Maintenance",
  lengths: { "30m": "For 30 minutes", "1h": "For 1 hour", "4h": "For 4 hours" },
  inMenu: (length: string) => `Maintenance: ${length.toLowerCase()}`,
  untilLabel: "Until",
  untilButton: "Until then",
  list: "All windows",
  started: (name: string) => `${name} is in maintenance: its failures are expected.`,
  ofTarget: (name: string) => `Maintenance of ${name}`,
  inForce: "In maintenance",
  holds: (time: string) => `It lasts until ${time}. Failures until then are expected.`,
  unattended: "Not checked lately",
  unattendedAdvice:
    "A slot has waited two minutes longer than its grace. No tick came, or ticks had too much to do: look at the jobs.",
  title: {
    none: "No maintenance is going on",
    some: (n: Counted) =>
      n.count === 1
        ? "1 maintenance window is open"
        : `${n.written} maintenance windows are open`,
  },
  states: { active: "Going on", upcoming: "To come", past: "Over" },
  caption: "Maintenance windows, the newest first",
  columns: {
    name: "Name",
    state: "State",
    whom: "Of what",
    when: "When",
    actions: "Actions",
  },
  ofAll: "every target",
  targets: (ids: string) => `targets ${ids}`,
  tags: (tags: string) => `tags ${tags}`,
  until: (from: string, until: string) => `${from} to ${until}`,
  each: (schedule: string, length: string) => `${schedule}, for ${length}`,
  nextAt: (time: string) => `Next: ${time}.`,
  end: "End now",
  cancel: "Delete",
  empty: "There is none yet.",
  more: (n: Counted) => `${n.written} more are in the API's list.`,
  ended: (name: string) => `${name} is over.`,
  deleted: (name: string) => `${name} is deleted.`,
  added: (name: string) => `${name} is set.`,
  form: {
    title: "Set a window",
    labels: {
      name: "Name",
      targets: "Targets",
      tags: "Tags",
      all: "Every target",
      from: "From",
      until: "Until",
      for: "Or for how long",
      cron: "Repeats: cron expression",
      zone: "Time zone of the cron expression",
      lasts: "Lasts each time",
    },
    targetsHint: "Ids or keys, with commas between.",
    tagsHint: "Every target with one of these tags, with commas between.",
    fromHint: (zone: string) => `In ${zone}. Empty is now.`,
    forHint: "Such as 1h or 90m.",
    cronHint:
      "Five fields, such as 0 3 * * SUN. Leave it empty for a window that comes once.",
    lastsHint: "Only with a cron expression, such as 2h.",
    submit: "Set it",
    badTime: "This is not a date with a time.",
  },
};

export type MaintenanceWords = typeof maintenanceEn;

// Holds every word of the pages in English, by room. The other languages have the same
// shape.

/** A date in the viewer's zone. */
type CivilDate = { year: number; month: string; day: number; weekday: string };

export const en = {
  language: "English",
  common: {},
  statuses: {},
  fates: {},
  failures: {},
  schedules: {
    weekdays: [
      "Monday",
      "Tuesday",
      "Wednesday",
      "Thursday",
      "Friday",
      "Saturday",
      "Sunday",
    ],
    every: {
      day: (count: number) => (count === 1 ? "every day" : `every ${count} days`),
      hour: (count: number) => (count === 1 ? "every hour" : `every ${count} hours`),
      minute: (count: number) =>
        count === 1 ? "every minute" : `every ${count} minutes`,
      second: (count: number) => `every ${count} seconds`,
      mixed: (span: string) => `every ${span}`,
    },
    cron: (text: string, { isDaily }: { isDaily: boolean; hasMonths: boolean }) => {
      const words = text.charAt(0).toLowerCase() + text.slice(1);
      return isDaily && /^at [\d:, and]+$/.test(words) ? `every day ${words}` : words;
    },
    inZone: (text: string, zone: string) => `${text} ${zone}`,
    days: (names: readonly string[]) =>
      names.length < 2
        ? names.join("")
        : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`,
    dayRange: (first: string, last: string) => `${first} to ${last}`,
    everyDay: "every day",
    allDay: "all day",
    window: (days: string, hours: string) => `${days} ${hours}`,
    from: (instant: string) => `from ${instant}`,
    until: (instant: string) => `until ${instant}`,
    list: (parts: readonly string[]) => parts.join(", "),
    overlapTitle: "When a slot comes during a run",
    overlaps: {
      "buffer-one": {
        name: "Keep the first",
        sentence:
          "The first slot that comes during a run waits for its end; others are skipped.",
      },
      "keep-latest": {
        name: "Keep the newest",
        sentence:
          "The newest slot that comes during a run waits for its end; older ones are skipped.",
      },
      "buffer-all": {
        name: "Keep all",
        sentence:
          "All slots that come during a run wait for its end and run one after the other.",
      },
      skip: {
        name: "Skip",
        sentence: "Slots that come during a run are skipped.",
      },
    },
    grace: (span: string) =>
      `A run that starts more than ${span} after its slot is late.`,
    noGrace: "A run that starts after its slot is late.",
    catchUp: (span: string) =>
      `A slot that nobody served for more than ${span} is not run any more: it is missed.`,
    noCatchUp: "A slot that is not served at once is not run any more: it is missed.",
  },
  times: {
    months: [
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
    ],
    weekdays: [
      "Monday",
      "Tuesday",
      "Wednesday",
      "Thursday",
      "Friday",
      "Saturday",
      "Sunday",
    ],
    units: { d: "d", h: "h", min: "min", s: "s", ms: "ms" },
    now: "now",
    ago: (span: string) => `${span} ago`,
    ahead: (span: string) => `in ${span}`,
    perSecond: (count: string) => `${count} a second`,
    perMinute: (count: string) => `${count} a minute`,
    perHour: (count: string) => `${count} an hour`,
    date: ({ day, month }: CivilDate) => `${day} ${month.slice(0, 3)}`,
    dateOfYear: ({ day, month, year }: CivilDate) =>
      `${day} ${month.slice(0, 3)} ${year}`,
    exact: ({ day, month, year, weekday }: CivilDate, clock: string, zone: string) =>
      `${weekday}, ${day} ${month} ${year}, ${clock} ${zone}`,
  },
  login: {},
  errors: {},
  overview: {},
  target: {},
  run: {},
  editor: {},
  sites: {},
  jobs: {},
  statistics: {},
  settings: {},
};

export type Words = typeof en;

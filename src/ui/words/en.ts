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
  schedules: {},
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

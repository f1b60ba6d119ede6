// Holds every word of the pages in English, by room. The other languages have the same
// shape.
export const en = {
  language: "English",
  common: {},
  statuses: {},
  fates: {},
  failures: {},
  schedules: {},
  times: {},
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

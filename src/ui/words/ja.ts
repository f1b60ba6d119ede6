// Holds every word of the pages in Japanese, by room.
import type { Words } from "./en.ts";

export const ja: Words = {
  language: "日本語",
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

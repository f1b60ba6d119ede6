// Holds that each name that the code knows has its words in every language.
import { describe, expect, it } from "vitest";
import { healths } from "#domain/jobs/health.ts";
import { outcomes, triggers } from "#domain/jobs/job-run.ts";
import { failureClasses } from "#domain/runs/failure.ts";
import { crawlStates } from "#domain/sites/crawl.ts";
import { refusals } from "#domain/sites/links/refusal.ts";
import { levels } from "#domain/storage/storage-level.ts";
import { registry } from "#jobs/registry.ts";
import { stepKinds } from "#jobs/trials/trial-steps.ts";
import { languages, wordsIn } from "#ui/words/words.ts";

const overlaps = ["buffer-one", "keep-latest", "buffer-all", "skip"];

describe.each(languages)("in %s", (language) => {
  const words = wordsIn(language);
  const named: [string, readonly string[], Readonly<Record<string, unknown>>][] = [
    ["class of failure", failureClasses, words.failures.classes],
    [
      "trigger of a run",
      ["schedule", "manual", "recheck", "confirm", "extra"],
      words.run.triggers,
    ],
    ["step of a trial", stepKinds, words.run.steps],
    ["state of a crawl", crawlStates, words.sites.crawlStates],
    ["state of a crawl", crawlStates, words.sites.crawlStateSentences],
    ["refusal of a link", Object.keys(refusals), words.sites.refusals],
    ["refusal of a link", Object.keys(refusals), words.sites.refusalNames],
    ["job", registry.map(({ name }) => name), words.jobs.names],
    ["outcome of a job", outcomes, words.jobs.outcomes],
    ["trigger of a job", triggers, words.jobs.triggers],
    ["health", healths, words.jobs.health],
    ["health", healths, words.jobs.healthSentences],
    ["level of storage", levels, words.settings.storageLevels],
    ["overlap policy", overlaps, words.schedules.overlaps],
  ];

  it.each(named)("each %s has its words, and no other has", (_, names, table) => {
    expect(Object.keys(table).sort()).toEqual([...names].sort());
  });

  it("each job is described", () => {
    const described = registry.map(({ name, description }) =>
      words.jobs.describe(name, description),
    );
    const english = registry.map(({ description }) => description);
    if (language === "en") expect(described).toEqual(english);
    else expect(described.filter((text) => english.includes(text))).toEqual([]);
  });
});

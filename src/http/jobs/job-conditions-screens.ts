// Takes in the form that says what the runs of a job are judged by.
import { invalid, type Problem } from "#http/problem.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice } from "#http/screens/notice.ts";
import { acted, answerPage, goTo, newScreens, paramsOf } from "#http/screens/screen.ts";
import { expectOfJob } from "#store/jobs/job-control.ts";
import { pathOfJob, titleOfJob } from "#ui/jobs/job-words.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { jobOf, jobParams } from "./job-answer.ts";
import { JobPatch } from "./job-conditions.ts";
import { showJob } from "./jobs-screens.ts";

export const jobConditionScreens = newScreens();

jobConditionScreens.post(
  "/jobs/:name/conditions",
  acted(async (c, viewer, form) => {
    const job = jobOf(c, paramsOf(c, jobParams).name);
    const lines = linesOf(form);
    const parsed = JobPatch.safeParse({ expect: { conditions: lines } });
    if (!parsed.success) {
      const refused = refusalsOf(invalid(parsed.error.issues, "json"), lines, viewer);
      const typed = {
        conditions: form.text("conditions"),
        refusals: new Map([["conditions", refused]]),
      };
      return answerPage(c, await showJob(c, viewer, job, typed), 422);
    }
    await expectOfJob(c.get("deps").db, job.name, parsed.data.expect.conditions);
    const said = viewer.words.jobs.conditions.saved(titleOfJob(job.name, viewer));
    leaveNotice(c, { said, undo: null });
    return goTo(c, pathOfJob(job.name));
  }),
);

/** One condition a line. */
const linesOf = (form: Form): string[] =>
  form
    .text("conditions")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What is wrong, each with the line that it is about. */
const refusalsOf = (
  { errors }: Problem,
  lines: readonly string[],
  { language }: Viewer,
): string[] =>
  errors.map(({ pointer = "", detail }) => {
    const line = lines[Number(pointer.split("/")[3] ?? Number.NaN)];
    const said = refusalIn(language, detail);
    return line === undefined ? said : `${line}: ${said}`;
  });

// Tests that no page of the sixty cries wolf, and that what changes on each is told once.
import { expect, it } from "vitest";
import {
  type PageCourse,
  type Phase,
  readPageCourse,
} from "#test/fixtures/readings/page-courses.ts";
import { minute, start, watch } from "#test/fixtures/rounds/rounds.ts";
import type { World } from "#test/fixtures/world.ts";

const files = import.meta.glob<string>("/test/fixtures/readings/pages/*/*.txt", {
  query: "?raw",
  import: "default",
  eager: true,
});

const courses = Object.entries(files).map(([path, text]) =>
  readPageCourse(path.split("/").slice(-2).join("/").replace(".txt", ""), text),
);

/** Hosts that give each page's answers of the current phase, one after another. */
function serveCourses() {
  const byPath = new Map(courses.map((course) => [`/${course.name}`, course]));
  const asked = new Map<string, number>();
  let phase: Phase = "before";
  return {
    enter(next: Phase) {
      phase = next;
      asked.clear();
    },
    site({ pathname }: URL) {
      const answers = (byPath.get(pathname) as PageCourse).answers[phase];
      const count = asked.get(pathname) ?? 0;
      asked.set(pathname, count + 1);
      const answer = answers[Math.min(count, answers.length - 1)];
      return {
        status: answer?.status ?? 500,
        headers: { "content-type": answer?.contentType ?? "" },
        body: answer?.body ?? "",
      };
    },
  };
}

/** The pages with a change that counts, each as often as it has one. */
async function changedPages(world: World, names: ReadonlyMap<number, string>) {
  const found: string[] = [];
  for (let path = "/api/changes?kind=changed&limit=100"; path !== ""; ) {
    const { body } = await world.call("GET", path);
    for (const { targetId } of body.items) found.push(names.get(targetId) ?? "");
    const next = body.next as string | undefined;
    path = next ? `/api/changes?kind=changed&limit=100&cursor=${next}` : "";
  }
  return found.sort();
}

it("sixty pages that differ without a change tell none, and sixty that change tell one each", async () => {
  const pages = serveCourses();
  const { world } = await watch({ site: pages.site });
  const names = new Map<number, string>();
  for (const { name, document } of courses) {
    const { body } = await world.call("POST", "/api/targets", {
      url: `https://pages.example/${name}`,
      schedule: { every: "5m" },
      request: { retries: 0 },
      alarm: { recheck: null },
      ...document,
    });
    expect(body).toHaveProperty("id");
    names.set(body.id, name);
  }
  expect(names.size).toBe(60);
  await world.runUntil(start + 15 * minute);
  pages.enter("noise");
  await world.runUntil(start + 45 * minute);
  expect(await changedPages(world, names)).toEqual([]);
  pages.enter("changed");
  await world.runUntil(start + 60 * minute);
  expect(await changedPages(world, names)).toEqual([...names.values()].sort());
});

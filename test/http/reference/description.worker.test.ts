// Tests that programs can read the API's description.
import { expect, it } from "vitest";
import { type Answered, createWorld } from "#test/fixtures/world.ts";

const describe = async (): Promise<Answered> =>
  (await (await createWorld()).call("GET", "/openapi.json")).body;

type Operation = {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean }[];
  responses: Record<string, object>;
};

const operationsOf = (document: {
  paths: Record<string, Record<string, Operation>>;
}): Operation[] => Object.values(document.paths).flatMap((item) => Object.values(item));

it("every operation has a name of its own", async () => {
  const names = operationsOf(await describe()).map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/);
  expect(names).toEqual(
    expect.arrayContaining([
      "listTargets",
      "createTarget",
      "getTarget",
      "updateTarget",
      "replaceTarget",
      "deleteTarget",
      "pauseTarget",
      "runTarget",
      "listTargetRuns",
      "getTargetRun",
      "cancelTargetCrawl",
      "getJobStatsCsv",
      "getReport",
    ]),
  );
});

it("every parameter of a path is required", async () => {
  const inPaths = operationsOf(await describe()).flatMap(({ parameters = [] }) =>
    parameters.filter((parameter) => parameter.in === "path"),
  );
  expect(inPaths.length).toBeGreaterThan(20);
  for (const { name, required } of inPaths) expect(required, name).toBe(true);
});

it("a request may leave out what has a default, and an answer has it", async () => {
  const { schemas } = (await describe()).components;
  const { Schedule, ScheduleAnswer } = schemas;
  expect(Schedule.required).toBeUndefined();
  expect(Schedule.properties.grace.description).toMatch(/Default: "1m"\.$/);
  expect(ScheduleAnswer.required).toEqual(
    expect.arrayContaining(["overlap", "catchUpWindow", "grace"]),
  );
  expect(ScheduleAnswer.required).not.toContain("every");
  expect(schemas.Target.properties.schedule.$ref).toMatch(/ScheduleAnswer$/);
  expect(schemas.Target.required).toContain("schedule");
  expect(schemas.TargetDocument.properties.schedule.$ref).toMatch(/Schedule$/);
  expect(schemas.AlarmAnswer.required).toEqual(
    expect.arrayContaining(["failAfter", "recheck"]),
  );
  expect(JSON.stringify(schemas)).not.toContain('"default":');
});

it("every pattern is one of a regular expression without flags", async () => {
  const patterns: string[] = [];
  JSON.stringify(await describe(), (name, value) => {
    if (name === "pattern" && typeof value === "string") patterns.push(value);
    return value;
  });
  expect(patterns.length).toBeGreaterThan(5);
  for (const pattern of patterns) {
    expect(pattern).not.toMatch(/^\/|\/[a-z]*$/);
    expect(() => new RegExp(pattern, "u"), pattern).not.toThrow();
  }
});

it("every reference leads somewhere, and every document is used", async () => {
  const document = await describe();
  const referred = new Set(
    [
      ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g),
    ].map(([, name]) => name),
  );
  expect([...referred].sort()).toEqual(Object.keys(document.components.schemas).sort());
});

it("every operation names the status of its refusals", async () => {
  const world = await createWorld();
  const { body } = await world.call("GET", "/openapi.json");
  const operations = Object.entries<Record<string, Operation>>(body.paths).flatMap(
    ([path, item]) =>
      Object.entries(item).map(([method, { responses }]) => ({
        path,
        method,
        responses,
      })),
  );
  for (const { path, method, responses } of operations) {
    const wrong = `${path.replaceAll(/\{\w+\}/g, "!")}?unheardOf=1`;
    for (const sent of method === "get" ? [undefined] : [undefined, "{", {}]) {
      const { status } = await world.call(method.toUpperCase(), wrong, sent);
      const named = Object.keys(responses);
      expect(named, `${method} ${path} ${status}`).toContain(String(status));
    }
  }
});

// Calls Healthchecks' management API as its clients do.
import type { Answered, World } from "#test/fixtures/world.ts";

/** One request with a key; null sends none. */
export const callV3 = (
  world: World,
  method: string,
  path: string,
  body?: unknown,
  key: string | null = "secret",
) =>
  world.call(method, `/api/v3/${path}`, body, {
    authorization: "",
    // What curl says of a body unless it is told otherwise.
    "content-type": "application/x-www-form-urlencoded",
    ...(key !== null && { "x-api-key": key }),
  });

/** Makes a check over any of the versions. */
export async function made(world: World, path: string, body: object): Promise<Answered> {
  const headers = { authorization: "", "x-api-key": "secret" };
  const answer = await world.call("POST", path, body, headers);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return answer.body;
}

// Explains why no route serves a request: nothing is at its path, or another method is.
import { Problem } from "#http/problem.ts";
import type { App } from "#http/router.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** 405 when another method would be served at the path, else 404. */
export function nothingThere(app: App, method: string, path: string): Problem {
  const served = new Set(
    app.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === "route" && matches(definition.route.path, path)
        ? [definition.route.method.toUpperCase()]
        : [],
    ),
  );
  if (served.has("GET")) served.add("HEAD");
  const allowed = methods.filter((name) => served.has(name));
  return allowed.length === 0
    ? new Problem("not-found", `There is nothing at ${path}.`)
    : new Problem("method-not-allowed", `${path} does not take ${method}.`, [], {
        allow: allowed.join(", "),
      });
}

function matches(pattern: string, path: string): boolean {
  const form = pattern.replaceAll(".", "\\.").replaceAll(/\{[^}]+\}/g, "[^/]+");
  return new RegExp(`^${form}$`).test(path);
}

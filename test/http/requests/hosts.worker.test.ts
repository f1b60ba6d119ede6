// Tests requests whose Host header is no host.
import { expect, it } from "vitest";
import { createDeps } from "#deps";
import { createApp } from "#http/app.ts";
import { bindingsWith } from "#test/fixtures/bindings.ts";

const vars = bindingsWith({ API_TOKEN: "secret" });

/** A request as the runtime gives it: its URL is put together from the Host header. */
const requestTo = (host: string, path: string, method = "GET"): Request =>
  new Proxy(
    new Request(`http://localhost${path}`, {
      method,
      headers: { authorization: "Bearer secret" },
    }),
    {
      get: (request, name) => {
        if (name === "url") return `http://${host}${path}`;
        const value = Reflect.get(request, name, request);
        return typeof value === "function" ? value.bind(request) : value;
      },
    },
  );

it.each(["a b", "%%%", "[::1", "exa<mple", "host:99999999", ""])(
  "a request to the host %j is answered, not failed",
  async (host) => {
    const app = createApp({ depsOf: createDeps, jobs: [] });
    for (const path of [
      "/openapi.json",
      "/docs",
      "/api/targets",
      "/badges/home/status.svg",
      "/metrics",
      "/demo",
      "/nothing",
      "/api/targets/1/sitemap.xml",
      "/probe?target=x",
    ]) {
      const answer = await app.fetch(requestTo(host, path), vars);
      expect(answer.status, `${path} ${await answer.text()}`).toBeLessThan(500);
    }
  },
);

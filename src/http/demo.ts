// A page to watch before there is anything of one's own: its content changes every minute.
import { createRoute, z } from "@hono/zod-openapi";
import { newRouter } from "./router.ts";

const route = createRoute({
  method: "get",
  path: "/demo",
  tags: ["Health"],
  summary: "A page whose content changes every minute",
  responses: { 200: { description: "The page.", content: { "text/html": { schema: z.string() } } } },
});

const weather = ["sunny", "cloudy", "rainy", "windy", "foggy", "snowy"];

export const demo = newRouter().openapi(route, (c) => {
  const minute = Math.floor(c.get("deps").clock.now() / 60_000);
  const time = new Date(minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
  return c.html(`<!doctype html>
<html lang="en">
<head><title>Weather in Junkai</title></head>
<body>
<h1>Weather in Junkai</h1>
<p>At ${time} UTC it is ${weather[minute % weather.length]}, ${(minute * 7) % 30} degrees.</p>
</body>
</html>
`);
});

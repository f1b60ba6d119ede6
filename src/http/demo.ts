// Serves examples for users who have no targets yet: a page whose content changes every
// minute, and a small site with a redirect and a broken link.
import { z } from "@hono/zod-openapi";
import { newRouter, openRoute, text } from "./router.ts";

export const demoRoutes = newRouter();

const weather = ["sunny", "cloudy", "rainy", "windy", "foggy", "snowy"];

const page = openRoute("get", "/demo", "Health", {
  summary: "A page whose content changes every minute",
  answers: { 200: text("The page.", "text/html") },
});

demoRoutes.openapi(page, (c) => {
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

const sitePages = 30;

const site = openRoute("get", "/demo/site/{page}", "Health", {
  summary: "A small site to crawl: it starts at page 1",
  request: {
    params: z.object({ page: z.coerce.number().int().min(0).openapi({ example: 1 }) }),
  },
  answers: {
    200: text("A page.", "text/html"),
    301: { description: "Page 0 has moved to page 1." },
    404: { description: "The last page links to one that is not there." },
  },
  problems: ["invalid"],
});

demoRoutes.openapi(site, (c) => {
  const { page: number } = c.req.valid("param");
  if (number === 0) return c.redirect("/demo/site/1", 301);
  if (number > sitePages)
    return c.html(
      "<!doctype html>\n<title>Not found</title>\n<p>Nobody lives here.",
      404,
    );
  const links = [2 * number, 2 * number + 1, 0].filter((other) => other <= sitePages + 1);
  return c.html(
    `<!doctype html>
<html lang="en">
<head><title>House ${number} of Junkai</title></head>
<body>
<h1>House ${number}</h1>
${links.map((other) => `<p><a href="${other}">House ${other}</a></p>`).join("\n")}
</body>
</html>
`,
    200,
  );
});

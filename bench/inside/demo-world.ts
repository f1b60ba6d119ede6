// Lets a day and a half of a small company's checks happen in simulated time, for
// pictures: most are well, one is down, one is slow, a competitor changes a price, and for
// a while nobody ticked. Runs inside the runtime.
import type { Env } from "#deps";
import { hourMs } from "#domain/time/instants.ts";
import { type Answer, addTarget, createWorld, type Site } from "#test/fixtures/world.ts";

const minuteMs = 60_000;
const daysMs = 36 * hourMs;

const targets = [
  {
    name: "Shop",
    key: "shop",
    url: "https://shop.example/",
    schedule: { every: "1m" },
    tags: ["web", "shop"],
  },
  {
    name: "Checkout API",
    key: "checkout",
    url: "https://api.shop.example/checkout/health",
    schedule: { every: "1m" },
    tags: ["api", "shop"],
  },
  {
    name: "Stock feed",
    key: "stock",
    url: "https://feeds.shop.example/stock.json",
    schedule: { every: "10m" },
    tags: ["api", "shop"],
  },
  {
    name: "Customer portal",
    url: "https://my.example/login",
    schedule: { every: "5m" },
    tags: ["web"],
  },
  {
    name: "Price list for partners",
    url: "https://partners.example/prices.csv",
    schedule: { cron: "30 6-20 * * *", zone: "Europe/Berlin" },
    tags: ["partners"],
  },
  {
    name: "Backup report",
    url: "https://ops.example/backup/latest",
    schedule: { cron: "15 3 * * *", zone: "Europe/Berlin" },
    tags: ["ops"],
  },
  { name: "Mail gateway", url: "https://mail.example/status", tags: ["ops"] },
  { name: "Careers", url: "https://careers.example/jobs", tags: ["web"] },
  {
    name: "在庫データの夜間取り込み",
    key: "stock-jp",
    url: "https://batch.shop.example/jp/stock",
    schedule: { cron: "0 2 * * *", zone: "Asia/Tokyo" },
    tags: ["東京", "shop"],
  },
  {
    name: "採用サイトのお知らせ一覧",
    url: "https://careers.example/ja/news",
    schedule: { every: "30m" },
    tags: ["東京", "web"],
  },
];

const lamp = {
  name: "Desk lamp at Northlight",
  key: "lamp",
  url: "https://northlight.example/lamps/halo",
  schedule: { every: "30m" },
  tags: ["prices"],
  extract: ["css .price", "number as price", "css main", "text"],
};

const museum = {
  name: "Museum of tools",
  key: "museum",
  kind: "site",
  url: "https://museum.example/",
  schedule: { every: "12h" },
  tags: ["web"],
};

const rooms = ["hammers", "planes", "saws", "clocks", "looms"];
const piecesARoom = 12;

/** Stores the days up to `now`, and gives the ids of what pictures show. */
export async function tellDays(env: Env, now: number) {
  const from = now - daysMs;
  const outage = { from: now - 9 * hourMs, to: now - 9 * hourMs + 14 * minuteMs };
  const world = await createWorld({
    now: from,
    site: (url, request) => answerOf(url, { at: world.now(), now, request }),
    // The token that the world calls its own API with.
    vars: { ...env, API_TOKEN: "secret" },
  });
  const ids = new Map<string, number>();
  for (const document of [...targets, lamp, museum])
    ids.set(document.name, await addTarget(world, document));
  await world.runUntil(outage.from);
  await world.advanceTo(outage.to);
  await world.runUntil(now - 3 * hourMs);
  await world.call("POST", `/api/targets/${ids.get("Careers")}/pause`);
  await world.runUntil(now);
  // Telling takes a while; what is shown is to be fresh.
  await world.runUntil(Date.now());
  return {
    target: ids.get("Checkout API"),
    site: ids.get(museum.name),
    watched: ids.get(lamp.name),
  };
}

type Moment = { at: number; now: number; request: Request };

function answerOf(url: URL, { at, now }: Moment): ReturnType<Site> {
  if (url.host === "museum.example")
    return museumPage(url.pathname, at > now - 12 * hourMs);
  if (url.host === "northlight.example") return lampPage(at, now - at);
  const chance = mixed(url.host, at);
  const slow = url.host === "my.example" ? 6 : 1;
  const afterMs = Math.round(slow * (70 + 90 * chance + (chance > 0.97 ? 900 : 0)));
  const isDown = url.host === "api.shop.example" && at > now - 47 * minuteMs;
  if (isDown) return { status: 502, afterMs: 31, body: "Bad gateway" };
  if (url.host === "feeds.shop.example" && chance > 0.96) return { status: 500, afterMs };
  return { afterMs, body: `${url.host}, ${Math.floor(at / (6 * hourMs))}` };
}

/** A number below 1 that looks like chance, the same for the same host and instant. */
function mixed(host: string, at: number): number {
  let hash = Math.floor(at / 1_000);
  for (const letter of host) hash = Math.imul(hash ^ letter.charCodeAt(0), 2_654_435_761);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** A page with the time on it, which was cheaper for a night and is running out since. */
function lampPage(at: number, agoMs: number): Answer {
  const isOnSale = agoMs < 26 * hourMs && agoMs > 9 * hourMs;
  const isRare = agoMs < 4 * hourMs;
  const lines = [
    `<p class="price">€ ${isOnSale ? "79.00" : isRare ? "94.00" : "89.00"}</p>`,
    isRare ? "<p>Only 3 left in stock" : "<p>In stock",
    `<p>Delivered within ${isRare ? "two to three weeks" : "two working days"}`,
    "<p>Aluminium, 45 cm high, with a base of oak",
    "<p>It may be dimmed in eight steps, from 2,700 to 5,000 K",
    ...(isRare ? ["<p>A new edition comes in spring"] : []),
    "<p>Two years of guarantee",
  ];
  return {
    afterMs: 85,
    headers: { "content-type": "text/html" },
    body: `<!doctype html><title>Halo</title><p>${new Date(at).toISOString()}</p><main>
<h1>Halo, a desk lamp</h1>${lines.join("\n")}</main>`,
  };
}

/** A piece of the looms has moved without a word; lately a saw came, and a clock changed. */
function museumPage(path: string, isLate: boolean): Answer {
  const [, room = "", piece] = path.split("/");
  const links =
    room === ""
      ? rooms.map((name) => `/${name}/`)
      : piece
        ? [`/${room}/`]
        : Array.from(
            { length: piecesARoom + Number(isLate && room === "saws") },
            (_, i) => `/${room}/${i + 1}`,
          );
  const isThere =
    room === "" || (rooms.includes(room) && !(room === "looms" && piece === "7"));
  const title = room === "" ? "Museum of tools" : `${room} ${piece ?? ""}`.trim();
  const news = isLate && path === "/clocks/3" ? "<p>Repaired" : "";
  return {
    status: isThere ? 200 : 404,
    afterMs: 60 + path.length * 7,
    headers: { "content-type": "text/html" },
    body: `<!doctype html><title>${title}</title><h1>${title}</h1>${news}${links
      .map((link) => `<a href="${link}">${link}</a>`)
      .join(" ")}`,
  };
}

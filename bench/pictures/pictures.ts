// Takes the pictures in docs/pictures of a running junkai with a day and a half of
// history: `npm run pictures`.
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type Runtime, startRuntime } from "#bench/runtime.ts";
import { launchChromium } from "#test/fixtures/browser/chromium.ts";
import { openPage, usualZone, type Viewer } from "#test/fixtures/browser/page.ts";
import { logIn, toCookie } from "#test/fixtures/browser/session.ts";

type Shown = { target: number; site: number; watched: number };
type Picture = { file: string; path: (shown: Shown) => string; viewer?: Viewer };

/** A new picture gets its line here. */
const pictures: readonly Picture[] = [
  { file: "overview.png", path: () => "/" },
  { file: "overview-dark.png", path: () => "/", viewer: { dark: true } },
  {
    file: "overview.ja.png",
    path: () => "/",
    viewer: { language: "ja-JP", zone: "Asia/Tokyo" },
  },
  { file: "target.png", path: ({ target }) => `/targets/${target}` },
  { file: "crawl.png", path: ({ site }) => `/targets/${site}/site` },
  { file: "editor.png", path: ({ target }) => `/targets/${target}/edit` },
  { file: "changes.png", path: ({ watched }) => `/targets/${watched}/changes` },
  { file: "difference.png", path: ({ watched }) => `/targets/${watched}/diff?unit=word` },
];

const folder = join(import.meta.dirname, "../../docs/pictures");
const mostBytes = 150 * 1024;
/** What a reader sees first; higher pictures in Japanese would be too large. */
const clip = { x: 0, y: 0, width: 1_280, height: 780 };

const scratch = await mkdtemp(join(tmpdir(), "junkai-pictures-"));
const runtime = await startRuntime({ state: { folder: scratch, isNew: true } });
const browser = await launchChromium();
try {
  const shown = await runtime.perform<Shown>({ do: "days", now: Date.now() });
  await mkdir(folder, { recursive: true });
  for (const picture of pictures) await take(picture, { runtime, browser, shown });
} finally {
  await browser.close();
  await runtime.close();
  await rm(scratch, { recursive: true, force: true });
}

type Scene = { runtime: Runtime; browser: Browser; shown: Shown };

/** Throws for a page that complains, and for a picture that is too large. */
async function take(
  { file, path, viewer }: Picture,
  { runtime: { origin }, browser, shown }: Scene,
): Promise<void> {
  const { page, complaints, close } = await openPage(browser, viewer);
  const cookie = await logIn(origin, "bench");
  await page.context().addCookies([toCookie(origin, cookie)]);
  await page.goto(`${origin}${path(shown)}`);
  // The first page of a browser is asked for again in its own time zone.
  const zone = viewer?.zone ?? usualZone;
  await page.locator(`html[data-zone="${zone}"]`).waitFor({ state: "attached" });
  await page.screenshot({ path: join(folder, file), clip });
  if (complaints().length > 0) throw new Error(`${file}: ${complaints().join("\n")}`);
  await close();
  const { size } = await stat(join(folder, file));
  if (size > mostBytes) throw new Error(`${file} has ${size} bytes.`);
  console.log(`docs/pictures/${file}: ${(size / 1024).toFixed(0)} KB`);
}

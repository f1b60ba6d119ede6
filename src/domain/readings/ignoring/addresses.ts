// Ignores what changes in addresses of the same thing: sessions, origins of visits, and
// what makes caches ask again.
import { mark } from "./mark.ts";

const sessionNames =
  "sid|s_?id|sess|session|session_?id|phpsessid|jsessionid|aspsessionid[a-z]{0,8}|" +
  "cfid|cftoken|oscsid|zenid|utm_[a-z_]{1,30}|gclid|fbclid|msclkid|yclid|mc_[ce]id|_ga";

const session = new RegExp(
  `([?&;](?:amp;)?(?:${sessionNames})=)[^&#?;\\s"'<>()]{1,1000}`,
  "gi",
);

export const ignoreSessionIds = (text: string): string =>
  text.replace(session, `$1${mark}`);

const cacheNames =
  "_|v|ver|version|t|ts|cb|rev|hash|build|bust|cache|cachebuster|nocache|rnd|rand|random|timestamp";

/** Digits, points and hex only: `?v=dQw4w9WgXcQ` is a video. */
const cache = new RegExp(
  `([?&](?:amp;)?(?:${cacheNames})=)[0-9a-f.]{1,64}(?![\\w%-])`,
  "gi",
);

const fileName = /[\w.~-]{10,}/g;
const longestFileName = 300;
const extensions =
  /\.(?:m?js|css|map|json|wasm|woff2?|ttf|png|jpe?g|gif|svg|webp|avif|ico|mp4|webm)$/i;

export const ignoreCacheBusters = (text: string): string =>
  text.replace(cache, `$1${mark}`).replace(fileName, ignoreHash);

/** `app.3f2a9c1b.js` without its hash. */
function ignoreHash(name: string): string {
  if (name.length > longestFileName || !extensions.test(name)) return name;
  return name.replace(/(?<=[.~_-])[A-Za-z0-9]{8,64}(?=[.~_-])/g, (part) =>
    isHash(part) ? mark : part,
  );
}

const isHash = (part: string): boolean =>
  /\d/.test(part) &&
  (/^(?=.*[a-f])[0-9a-f]+$/i.test(part) || (/[A-Z]/.test(part) && /[a-z]/.test(part)));

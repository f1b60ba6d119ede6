// Builds what browsers load: styles, scripts and the icon, each under a name with the hash
// of its content, so that it can be kept for ever. `wrangler` runs this before it bundles
// the Worker; the tests and benches run it too.
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url).href);
const source = join(root, "src/browser");
const target = join(root, "dist");

/** What pages name, by the name that they use. */
const entries = {
  style: "style.css",
  script: "page.ts",
  zoom: "zoom.ts",
  reference: "reference.css",
  icon: "mark.svg",
};

/** Served without the Worker, so that they get their headers here. */
const headers = `/assets/*
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
  Cross-Origin-Resource-Policy: same-origin
`;

export async function buildAssets() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.values(entries).map((file) => join(source, file)),
    outdir: join(target, "public/assets"),
    entryNames: "[name].[hash]",
    loader: { ".svg": "copy" },
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome120", "firefox121", "safari17.5"],
    legalComments: "none",
    metafile: true,
    write: false,
  });
  const nameOf = (/** @type {string} */ file) =>
    Object.entries(metafile.outputs)
      .find(([, { entryPoint }]) => entryPoint === `src/browser/${file}`)?.[0]
      .replace("dist/public", "");
  const names = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, nameOf(file)]),
  );
  await write(outputFiles, names);
}

/**
 * Several builds may run at once: each file comes into being whole, and builds of the same
 * sources have the same files.
 *
 * @param {import("esbuild").OutputFile[]} files
 * @param {Record<string, string | undefined>} names
 */
async function write(files, names) {
  const folder = join(target, "public/assets");
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of files) await writeWhole(path, contents);
  await writeWhole(join(target, "public/_headers"), headers);
  await writeWhole(join(target, "asset-names.json"), JSON.stringify(names, null, 2));
  const current = new Set(files.map(({ path }) => basename(path)));
  for (const name of await readdir(folder))
    if (/^\w+\.[A-Z0-9]{8}\.\w+$/.test(name) && !current.has(name))
      await rm(join(folder, name), { force: true });
}

/**
 * @param {string} path
 * @param {string | Uint8Array} contents
 */
async function writeWhole(path, contents) {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, contents);
  await rename(draft, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAssets();

// Builds the two bundles, `site` and `editor`, into studio/static/dist: hashed names, a manifest with integrity
// values, and the licences of everything that went in.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildParserFile } from "@lezer/generator";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const target = join(here, "..", "static", "dist");

// MoJ's styles name "node_modules/govuk-frontend/…" from the folder above, and pictures under /assets/.
const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /\.scss$/ }, ({ path }) => {
      // Silent, because MoJ's styles call what GOV.UK's have deprecated; what is wrong still stops the build.
      const { css } = sass.compile(path, { loadPaths: [here, modules], logger: sass.Logger.silent });
      return { contents: css, loader: "css", resolveDir: dirname(path) };
    });
    build.onResolve({ filter: /^\/assets\// }, ({ path }) => {
      const homes = ["@ministryofjustice/frontend/moj", "govuk-frontend/dist/govuk"];
      return { path: homes.map((home) => join(modules, home, path)).find(existsSync) };
    });
  },
};

// `x.grammar` is the parser, `x.grammar.terms` the numbers of its nodes.
const grammars = {
  name: "grammars",
  setup(build) {
    build.onResolve({ filter: /\.grammar\.terms$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\.terms$/, "")),
      namespace: "terms",
    }));
    const load = (part) => ({ path }) => ({
      contents: buildParserFile(readFileSync(path, "utf8"), { fileName: path })[part],
      loader: "js",
      resolveDir: dirname(path),
    });
    build.onLoad({ filter: /\.grammar$/, namespace: "file" }, load("parser"));
    build.onLoad({ filter: /\.grammar$/, namespace: "terms" }, load("terms"));
  },
};

function manifestOf(outputs) {
  const entries = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint);
  return Object.fromEntries(entries.map(([path]) => {
    const file = path.split("/").at(-1);
    const bytes = readFileSync(join(target, file));
    const name = file.replace(/-[A-Z0-9]{8}\./, ".");
    return [name, { file, integrity: `sha384-${createHash("sha384").update(bytes).digest("base64")}` }];
  }));
}

// GOV.UK's and MoJ's packages come without their licence's text; both are MIT with these holders.
const HOLDERS = {
  "govuk-frontend": "Copyright (C) 2017 Crown Copyright (Government Digital Service)",
  "@ministryofjustice/frontend": "Copyright (c) 2021 dxw",
};

function licencesOf(inputs) {
  const paths = Object.keys(inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]);
  const packages = new Set([...paths.filter(Boolean), ...Object.keys(HOLDERS)]);
  const sections = [...packages].sort().map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
    return `${name} ${version} (${license})\n\n${licenceOf(name).trim()}\n`;
  });
  return sections.join(`\n${"-".repeat(80)}\n\n`);
}

function licenceOf(name) {
  const file = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file) return readFileSync(join(modules, name, file), "utf8");
  return licenceOf("@codemirror/state").replace(/^Copyright.*$/m, HOLDERS[name]);
}

mkdirSync(target, { recursive: true });
const before = readdirSync(target);
const { metafile } = await esbuild.build({
  absWorkingDir: here,
  entryPoints: [
    { in: "site/site.js", out: "site" },
    { in: "styles/site.scss", out: "site" },
    { in: "editor/editor.js", out: "editor" },
  ],
  entryNames: "[name]-[hash]",
  outdir: target,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "none",
  target: "es2022",
  loader: { ".svg": "dataurl", ".png": "dataurl" },
  plugins: [styles, grammars],
  logLevel: "warning",
});
writeFileSync(join(target, "licences.txt"), licencesOf(metafile.inputs));

// A studio that runs meanwhile finds the old bundles until the manifest names the new ones.
const manifest = manifestOf(metafile.outputs);
writeFileSync(join(target, "manifest.new"), JSON.stringify(manifest, null, 2));
renameSync(join(target, "manifest.new"), join(target, "manifest.json"));
const kept = new Set(["licences.txt", "manifest.json", ...Object.values(manifest).map(({ file }) => file)]);
for (const file of before.filter((name) => !kept.has(name))) rmSync(join(target, file));

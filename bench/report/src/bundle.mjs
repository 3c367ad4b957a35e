// The page's own program and style, each as one text: what it needs of ECharts is taken in with it.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import { embeddedScript } from "./html.mjs";

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

async function build(entry) {
  const { outputFiles: [file] } = await esbuild.build({
    entryPoints: [folder(entry)],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: ["es2020"],
    charset: "utf8",
    legalComments: "none",  // the licences are in the page's foot
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    write: false,
  });
  return file.text;
}

// What their licences ask for.
async function readNotices() {
  const texts = { echarts: ["NOTICE", "LICENSE", "licenses/LICENSE-d3"], zrender: ["LICENSE"], tslib: ["LICENSE.txt"] };
  return Promise.all(Object.entries(texts).map(async ([name, files]) => {
    const read = (file) => readFile(folder(`../node_modules/${name}/${file}`), "utf8");
    const { version } = JSON.parse(await read("package.json"));
    return { name: `${name} ${version}`, text: (await Promise.all(files.map(read))).join("\n") };
  }));
}

export async function makeBundle() {
  const [program, style, notices] = await Promise.all(
    [build("../page/main.js"), build("../page/style.css"), readNotices()]);
  const script = embeddedScript(program).toString();
  return {
    script,
    scriptHash: createHash("sha256").update(script).digest("base64"),
    style: style.replace(/<(?=\/style)/gi, "\\3c "),
    notices,
  };
}

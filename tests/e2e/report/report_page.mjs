// Runs bench/report as its users do, and opens what it writes in Chromium, from the file.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { startBrowser } from "../clients/browser.mjs";

const program = fileURLToPath(new URL("../../../bench/report/report", import.meta.url));
const run = promisify(execFile);

export const runReport = (...words) => run(program, words);

// Charts are drawn when they come near the window: goes down the page, past all of them, and back.
async function drawAll(page) {
  for (const plot of await page.$$(".plot")) {
    await plot.evaluate((element) => element.scrollIntoView({ block: "center" }));
    await page.waitForFunction((element) => element.dataset.drawn, {}, plot);
  }
  await page.evaluate(() => window.scrollTo(0, 0));
}

export async function startReports() {
  const folder = await mkdtemp(join(tmpdir(), "stator-report-"));
  const browser = await startBrowser();
  let made = 0;
  return {
    folder,

    // results: {file name without .json: result}. Returns the path of the page.
    async make(results) {
      const inside = join(folder, String(made++));
      await mkdir(inside);
      const files = [];
      for (const [name, result] of Object.entries(results)) {
        files.push(join(inside, `${name}.json`));
        await writeFile(files.at(-1), JSON.stringify(result));
      }
      const output = join(inside, "report.html");
      await runReport(...files, "-o", output);
      return output;
    },

    // A page whose charts are drawn, unless that is left to the test. page.problems() lists what it logged, failed at or asked of a network.
    async open(path, { width = 1200, scheme = "light", script = true, draw = true } = {}) {
      const page = await browser.newPage();
      const problems = [];
      page.on("console", (message) => problems.push(`console: ${message.text()}`));
      page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
      page.on("request", (request) => {
        const isPage = request.url() === pathToFileURL(path).href;
        if (!isPage && !request.url().startsWith("data:")) problems.push(`request: ${request.url()}`);
      });
      page.problems = () => problems;
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setJavaScriptEnabled(script);
      await page.goto(pathToFileURL(path).href, { waitUntil: "load" });
      if (script && draw) await drawAll(page);
      return page;
    },

    async stop() {
      await browser.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

// The cells of the table with this caption: {heads, rows}, each cell as it is read. In `values` are the exact
// numbers behind them, where there are any.
export async function tableOf(page, caption) {
  const found = await page.$$eval("table", (tables, wanted) => {
    const table = tables.find((one) => one.caption.textContent === wanted);
    if (!table) return null;
    const texts = (row) => [...row.cells].map((cell) => cell.textContent);
    const body = [...table.tBodies[0].rows];
    return {
      heads: texts(table.tHead.rows[0]),
      rows: body.map(texts),
      values: body.map((row) => [...row.cells].map((cell) => cell.querySelector("data")?.value ?? null)),
    };
  }, caption);
  assert.ok(found, `there is a table ${caption}`);
  return found;
}

export const titlesOf = (page) => page.$$eval("figure h3", (heads) => heads.map((head) => head.textContent));

// What a screen reader is told after these keys were pressed on a chart.
export async function readWithKeys(page, figure, keys) {
  await page.focus(`#${figure} .plot`);
  for (const key of keys) await page.keyboard.press(key);
  return page.$eval(`#${figure} [role=status]`, (status) => status.textContent);
}

// How many lines with a stroke of this colour a chart drawn as SVG has.
export const strokes = (page, figure, variable) => page.$eval(`#${figure}`, (element, name) => {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const wanted = getComputedStyle(probe).color;
  probe.remove();
  return [...element.querySelectorAll(".plot svg path")].filter((path) =>
    getComputedStyle(path).stroke === wanted && path.getTotalLength() > 20).length;
}, variable);

// The same as soon as it is `wanted`; after ten seconds, whatever it is.
export async function strokesOnce(page, figure, variable, wanted) {
  for (const end = Date.now() + 10_000; ;) {
    const found = await strokes(page, figure, variable);
    if (found === wanted || Date.now() > end) return found;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

// How many colours a map has.
export const coloursOf = (page, figure) => page.$eval(`#${figure} canvas`, (canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return seen.size;
});

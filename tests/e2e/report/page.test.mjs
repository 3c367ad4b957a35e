// The report of the benchmark as a page: safe, self-contained, readable for everyone, and sensible with little
// or much in the results.
import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import axe from "axe-core";
import { coloursOf, readWithKeys, runReport, startReports, strokesOnce, tableOf, titlesOf } from "./report_page.mjs";
import { sampleResult } from "./sample_result.mjs";

describe("the page of the benchmark's report", () => {
  let reports, page;

  before(async () => {
    reports = await startReports();
  });
  after(() => reports?.stop());
  afterEach(async () => {
    await page?.close();
    page = null;
  });

  async function show(results, how) {
    page = await reports.open(await reports.make(results), how);
    return page;
  }
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

  test("a text of the results stays text", async () => {
    const hostile = "</script><script>window.broken = 1</script><!--<script>\"'`${1}&amp;<img src=x onerror='window.broken = 2'>\u2028";
    const result = sampleResult({ workload: hostile, operations: [hostile] });
    Object.assign(result.options, { endpoint: hostile, table: hostile, seed: hostile, [hostile]: hostile });
    result.program = result.version = result.machine.processor = hostile;
    result.throttles = { [hostile]: 5 };
    result.errors = { [hostile]: 6 };
    result.splits[0].reason = hostile;
    for (const partition of result.partitions) {
      partition.first_key = `${partition.first_key}${hostile}`;
      partition.index_name = hostile;
    }
    result.splits[0].index_name = hostile;
    await show({ "<img src=y onerror=broken=3>": result, other: result });
    assert.equal(await page.$eval("h1", (head) => head.textContent), hostile);
    assert.deepEqual((await tableOf(page, "Failed, by error")).rows[0], [hostile, "6", "100 %"]);
    assert.equal((await tableOf(page, "Splits")).rows[0][1], hostile);
    assert.ok((await readWithKeys(page, "latency-0", ["Home"])).includes("<img src=y onerror=broken=3>: "));
    assert.match(await readWithKeys(page, "run-0-units-0", ["Home", "ArrowDown"]), /^Partition #\d, /);
    await page.hover("#run-0-throughput .plot");
    assert.equal(await page.evaluate(() => window.broken), undefined);
    assert.equal(await page.$$eval("img, iframe, object", (found) => found.length), 0);
    assert.equal(await page.$$eval("script", (found) => found.length), 2);
    assert.deepEqual(page.problems(), []);
  });

  test("it is one file that may ask nothing of a network", async () => {
    const path = await reports.make({ one: sampleResult() });
    const markup = (await readFile(path, "utf8")).replace(/(<script[^>]*>)[^]*?<\/script>/g, "$1");
    assert.equal(/\ssrc=|<link[^>]+href="(?!data:)|@import|url\((?!data:)/.test(markup), false);
    page = await reports.open(path);
    const refused = await page.evaluate(async () => {
      const directive = new Promise((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      });
      const answer = await fetch("http://127.0.0.1:9/").then(() => "answered", () => "refused");
      return [answer, await directive];
    });
    assert.deepEqual(refused, ["refused", "connect-src"]);
  });

  test("without script the tables are there, and no empty charts", async () => {
    const result = sampleResult();
    await show({ one: result }, { script: false });
    const shown = await page.evaluate(() => [document.querySelector(".drawing").checkVisibility(),
      document.querySelector("table.operations").checkVisibility(), document.querySelector("header .note").checkVisibility()]);
    assert.deepEqual(shown, [false, true, true]);
    assert.equal((await tableOf(page, "Operations and their latencies")).values[0][2], "20000");
  });

  for (const scheme of ["light", "dark"]) {
    test(`nothing that axe-core checks is amiss, ${scheme} and at a phone's width`, async () => {
      const path = await reports.make({ one: sampleResult({ operations: ["read", "update"] }), other: sampleResult({ target: "http" }) });
      for (const width of [1200, 380]) {
        page = await reports.open(path, { scheme, width });
        assert.ok(await overflow() <= 0, `no scrolling to the side at ${width}`);
        await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
        assert.ok(await overflow() <= 0, `nor with everything unfolded at ${width}`);
        await page.evaluate(axe.source);
        const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        assert.deepEqual(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
        assert.ok(found.passes.some(({ id }) => id === "color-contrast"));
        await page.close();
      }
      page = null;
    });
  }

  test("charts take the colours of the other scheme when it is chosen", async () => {
    await show({ one: sampleResult() });
    const background = () => page.$eval("body", (body) => getComputedStyle(body).backgroundColor);
    const light = await background();
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, {}, light);
    // The page has the new colours at once, its charts when they have heard of it.
    assert.equal(await strokesOnce(page, "run-0-throughput", "--series-0", 1), 1);
  });

  test("charts follow the width, and nothing jumps while they are drawn", async () => {
    const path = await reports.make({ one: sampleResult() });
    const places = () => page.$$eval("h3, table, footer", (all) =>
      all.map((one) => Math.round(one.getBoundingClientRect().top + window.scrollY)));
    page = await reports.open(path, { script: false });
    await page.addStyleTag({ content: ".drawing { display: block !important } noscript { display: none }" });
    const before = await places();
    await page.close();
    page = await reports.open(path);
    assert.deepEqual(await places(), before);
    await page.setViewport({ width: 380, height: 800 });
    await page.waitForFunction(() => [...document.querySelectorAll(".plot svg, .plot canvas")].every((drawing) =>
      Math.abs(drawing.getBoundingClientRect().width - drawing.closest(".plot").clientWidth) <= 1));
    assert.ok(await overflow() <= 0);
  });

  test("a chart is drawn when it comes near the window, and all of them for print", async () => {
    const path = await reports.make({ one: sampleResult() });
    page = await reports.open(path, { draw: false });
    const drawn = () => page.$$eval(".plot", (plots) => plots.map((plot) => plot.dataset.drawn === "true"));
    await page.waitForFunction(() => document.querySelector(".plot").dataset.drawn);
    assert.deepEqual([(await drawn())[0], (await drawn()).at(-1)], [true, false]);
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.deepEqual(new Set(await drawn()), new Set([true]));
    assert.deepEqual(page.problems(), []);
  });

  test("an endpoint that tells nothing of partitions", async () => {
    await show({ one: sampleResult({ target: "http" }) });
    assert.deepEqual(await titlesOf(page), ["Latency by percentile", "Throughput", "Latency over time", "Capacity consumed"]);
    assert.match(await page.$eval("main", (main) => main.textContent), /does not tell what its partitions served/);
    assert.deepEqual(page.problems(), []);
  });

  test("results without most of their parts", async () => {
    const nothing = { format: 1 };
    const nulls = Object.fromEntries(Object.keys(sampleResult({ seconds: 1 })).map((name) => [name, null]));
    const nobody = sampleResult({ measured: 0 });
    nobody.seconds = nobody.partitions = nobody.splits = [];
    await show({ nothing, hollow: { ...nulls, format: 1 }, nobody });
    assert.deepEqual(await titlesOf(page), []);
    assert.equal((await tableOf(page, "Operations and their latencies")).rows[0][4], "0");
    assert.deepEqual(page.problems(), []);
    assert.equal(/NaN|undefined|null|Infinity/.test(await page.$eval("body", (body) => body.innerText)), false);
  });

  test("one second and one partition", async () => {
    const result = sampleResult({ seconds: 1, partitions: 1, withSplit: false, measured: 1 });
    await show({ one: result });
    assert.equal(await readWithKeys(page, "run-0-units-0", ["End"]), "Partition #1, from the first key, 0 s: 1,000 write units/s");
    assert.equal(await readWithKeys(page, "run-0-throughput", ["End"]), "0 s: succeeded: 1,000 operations/s; "
      + `throttled: TableWriteKeyRangeThroughputExceeded: ${result.seconds[0].throttled} operations/s`);
    assert.match(await readWithKeys(page, "latency", ["Home"]), /^0 %: update: /);
    assert.deepEqual(page.problems(), []);
  });

  test("a last second that is not whole, and what ended after it", async () => {
    const result = sampleResult({ seconds: 4, withSplit: false });
    result.measured_seconds = 2.5;
    const [, , half, late] = result.seconds;
    await show({ one: result });
    const { rows } = await tableOf(page, "Throughput: operations/s");
    assert.deepEqual(rows.map((row) => row[1]), [result.seconds[0].ok, result.seconds[1].ok, half.ok / 0.5].map((rate) => rate.toLocaleString("en-US")));
    const units = result.partitions[0].write[2][1] / 0.5;
    assert.equal(await readWithKeys(page, "run-0-units-0", ["End"]), `Partition #1, from the first key, 2 s: ${units} write units/s`);
    const note = `${(late.ok + late.throttled).toLocaleString("en-US")} operations ended after the measured time.`;
    assert.ok((await page.$eval("main", (main) => main.textContent)).includes(note), note);
    assert.deepEqual(page.problems(), []);
  });

  test("one hour and two hundred partitions are put together into what a page can hold", async () => {
    const result = sampleResult({ seconds: 3600, partitions: 200 });
    const path = await reports.make({ one: result });
    assert.ok((await stat(path)).size < 1_500_000, `${(await stat(path)).size} bytes`);
    page = await reports.open(path);
    assert.ok(await coloursOf(page, "run-0-units-0") > 20);
    const mean = (rows, at, seconds) => Math.round(rows.slice(0, seconds).reduce((sum, row) => sum + at(row), 0) / seconds * 100) / 100;
    const written = mean(result.partitions[0].write, ([, units]) => units, 30);
    const told = await readWithKeys(page, "run-0-units-0", ["Home"]);
    const number = /: ([\d.]+) write units\/s$/.exec(told);
    assert.ok(number && Math.abs(Number(number[1]) - written) < 1, `${told}; the mean is ${written}`);
    assert.match(told, /, 0 s to 30 s: /);
    const { rows } = await tableOf(page, "Throughput: operations/s");
    assert.equal(rows.length, 360);
    assert.equal(rows[1][0], "10 s");
    assert.equal(Number(rows[0][1].replaceAll(",", "")), Math.round(mean(result.seconds, ({ ok }) => ok, 10)));
    const slowest = Math.max(...result.seconds.slice(0, 10).map(({ p99_micros: micros }) => micros));
    assert.equal((await tableOf(page, "Latency over time: slowest second")).rows[0][2], `${(slowest / 1000).toFixed(2)} ms`);
    assert.deepEqual(page.problems(), []);
  });

  test("what is no result is refused, and nothing is written", async () => {
    const inside = (name) => join(reports.folder, name);
    await writeFile(inside("text.json"), "{");
    await writeFile(inside("list.json"), "[]");
    await writeFile(inside("newer.json"), JSON.stringify({ ...sampleResult(), format: 2 }));
    const output = inside("refused.html");
    const refusal = (...words) => runReport(...words).then(() => null, ({ code, stderr }) => [code, stderr]);
    const expected = { "text.json": /text\.json: it is not JSON/, "list.json": /list\.json: it is not a JSON object/,
      "newer.json": /newer\.json: its format is 2; this program reads format 1/, "absent.json": /absent\.json: no such file/ };
    for (const [name, message] of Object.entries(expected)) {
      const [code, stderr] = await refusal(inside(name), "-o", output);
      assert.equal(code, 1);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
    }
    assert.equal((await refusal("-o", output))[0], 2);
    assert.equal((await refusal(inside("newer.json"), "--colour"))[0], 2);
    await assert.rejects(stat(output), { code: "ENOENT" });
  });
});

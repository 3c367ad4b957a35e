// The report of the benchmark: what its charts and tables show is what the results say.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { coloursOf, readWithKeys, startReports, strokes, tableOf, titlesOf } from "./report_page.mjs";
import { sampleResult } from "./sample_result.mjs";

const MEMBERS = ["min", "mean", "p50", "p90", "p99", "p99_9", "p99_99", "max"];
const latenciesOf = (latency) => MEMBERS.map((member) => String(latency[`${member}_micros`]));

describe("the benchmark's report", () => {
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

  test("every chart of a result is drawn, and nothing goes wrong", async () => {
    await show({ one: sampleResult({ operations: ["read", "update"] }) });
    assert.deepEqual(await titlesOf(page), ["Latency by percentile", "Throughput", "Latency over time", "Capacity consumed",
      "Consumed write units of the table, by partition", "Throttled writes of the table, by partition"]);
    assert.equal(await strokes(page, "latency", "--series-0"), 1);
    assert.equal(await strokes(page, "latency", "--series-1"), 1);
    for (const figure of ["throughput", "latency"]) {
      assert.equal(await strokes(page, `run-0-${figure}`, "--series-0"), 1, figure);
      assert.equal(await strokes(page, `run-0-${figure}`, "--series-1"), 1, figure);
    }
    assert.equal(await strokes(page, "run-0-units", "--series-0"), 1);
    await page.click("#run-0-throughput .legend button");
    assert.equal(await strokes(page, "run-0-throughput", "--series-0"), 0, "a line is switched off");
    assert.equal(await strokes(page, "run-0-throughput", "--mark"), 1, "the split is marked");
    for (const map of ["units", "throttles"]) assert.ok(await coloursOf(page, `run-0-${map}-0`) > 20, map);
    assert.deepEqual(page.problems(), []);
  });

  test("its head and options tell what was run", async () => {
    const result = sampleResult({ target: "http" });
    await show({ one: result });
    assert.equal(await page.title(), "hot-key · stator-bench");
    assert.equal(await page.$eval("h1", (head) => head.textContent), "hot-key");
    const head = await page.$eval("header", (element) => element.textContent);
    for (const text of ["http://127.0.0.1:8000", "table bench", "2,000 operations/s", "18446744073709551615", result.started]) {
      assert.ok(head.includes(text), text);
    }
    const options = Object.fromEntries((await tableOf(page, "Options")).rows);
    assert.equal(options.Seed, "18446744073709551615");
    assert.equal(options["Zipf exponent"], "0.99");
    assert.equal(options["Capacity mode"], "as the endpoint has it");
    assert.equal(options.Machine, "A processor with a name, 2 cores");
    assert.equal(Object.keys(options).length, Object.keys(result.options).length + 3);
  });

  test("the tables have the numbers of the file", async () => {
    const result = sampleResult({ operations: ["read", "update"] });
    result.errors = { ValidationException: 3, connection: 1 };
    result.operations[1].failed = 4;
    result.not_started = 17;
    await show({ one: result });
    const { heads, rows, values } = await tableOf(page, "Operations and their latencies");
    assert.deepEqual(heads.slice(0, 5), ["Operation", "Ended", "Count", "Per second", "min"]);
    const [read, update] = result.operations;
    assert.deepEqual(rows.map((row) => row.slice(0, 2)),
      [["read", "succeeded"], ["read", "throttled"], ["update", "succeeded"], ["update", "failed"]]);
    assert.deepEqual(values[0].slice(2), [String(read.ok), String(read.ok_per_second), ...latenciesOf(read.latency)]);
    assert.deepEqual(values[1].slice(4), latenciesOf(read.throttled_latency));
    assert.deepEqual(values[2].slice(4), latenciesOf(update.latency));
    assert.equal(values[3][2], "4");

    const totals = Object.fromEntries((await tableOf(page, "Totals")).values.map((row, i) => [i, row[1]]));
    assert.deepEqual(Object.values(totals), [null, "40000", String(Math.round(40000 / 60 * 100) / 100), "5000", "4", "17", "0",
      String(result.consumed.write_units), "1"]);
    assert.deepEqual((await tableOf(page, "Throttled, by reason")).values, [[null, String(Object.values(result.throttles)[0]), null]]);
    assert.deepEqual((await tableOf(page, "Failed, by error")).rows,
      [["ValidationException", "3", "75 %"], ["connection", "1", "25 %"]]);
    assert.deepEqual((await tableOf(page, "Splits")).rows, [["30.4 s", "heat", "table", "#2", "#5, #6"]]);

    const partitions = await tableOf(page, "Partitions");
    const written = result.partitions.map(({ partition_id: id, write }) =>
      [`#${id}`, String(write.reduce((sum, [, units]) => sum + units, 0)), String(write.reduce((sum, [, , refused]) => sum + refused, 0))]);
    assert.deepEqual(partitions.rows.map((row, i) => [row[0], partitions.values[i][4], partitions.values[i][5]]), written);
    const throughput = await tableOf(page, "Throughput: operations/s");
    assert.deepEqual(throughput.rows.map((row) => row[1]), result.seconds.map(({ ok }) => ok.toLocaleString("en-US")));
  });

  test("the latency curve has the file's percentiles", async () => {
    const result = sampleResult();
    result.operations[0].latency = {
      count: 1000, min_micros: 100, mean_micros: 1090, max_micros: 250000, p50_micros: 200, p90_micros: 300, p99_micros: 4000,
      p99_9_micros: 50000, p99_99_micros: 250000,
      histogram: [[100, 400], [200, 300], [300, 230], [4000, 65], [50000, 4], [250000, 1]],
    };
    await show({ one: result });
    assert.equal(await readWithKeys(page, "latency", ["Home"]), "0 %: update: 100 µs");
    const told = [];
    for (let i = 0; i < 4; i++) told.push(await readWithKeys(page, "latency", ["ArrowRight"]));
    assert.deepEqual(told, ["50 %: update: 200 µs", "90 %: update: 300 µs", "99 %: update: 4.00 ms", "99.9 %: update: 50.0 ms"]);
    assert.equal(await readWithKeys(page, "latency", ["ArrowRight"]), told[3], "there is nothing beyond");
    assert.equal(await page.$eval("#latency .plot", (plot) => plot.textContent.includes("update: 50.0 ms")), true, "a tooltip shows it");
    await page.keyboard.press("Escape");
    assert.equal(await page.$eval("#latency [role=status]", (status) => status.textContent), "");
  });

  test("a percentile is the same in the curve and in the table", async () => {
    const result = sampleResult({ measured: 12_345 });
    const { latency } = result.operations[0];
    await show({ one: result });
    const cells = (await tableOf(page, "Operations and their latencies")).rows[0];
    assert.ok((await readWithKeys(page, "latency", ["Home", "ArrowRight"])).endsWith(cells[6]));
    for (const at of [7, 8, 9, 10]) assert.ok((await readWithKeys(page, "latency", ["ArrowRight"])).endsWith(cells[at]), String(at));
    assert.equal(latency.histogram.reduce((sum, [, count]) => sum + count, 0), 12_345);
  });

  test("the map shows each partition in each second", async () => {
    const result = sampleResult();
    await show({ one: result });
    const [, hot, first, second] = result.partitions;
    assert.equal(await readWithKeys(page, "run-0-units-0", ["Home"]), "Partition #1, from the first key, 0 s: "
      + `${result.partitions[0].write[0][1]} write units/s`);
    assert.equal(await readWithKeys(page, "run-0-throttles-0", ["Home", "ArrowDown"]), "Partition #2, from key "
      + `${hot.first_key.slice(0, 16)}…, 0 s: ${hot.write[0][2]} throttled/s`);
    assert.match(await readWithKeys(page, "run-0-units-0", ["Home", "ArrowDown", "ArrowDown"]), /^Partition #5, .*, 0 s: not there$/);
    const moves = Array.from({ length: 30 }, () => "ArrowRight");
    assert.match(await readWithKeys(page, "run-0-units-0", ["Home", "ArrowUp", ...moves]),
      /, 30 s: 1,000 write units\/s; split for heat at 30\.4 s: #2 became #5, #6$/);
    assert.match(await readWithKeys(page, "run-0-units-0", ["ArrowRight"]), /^Partition #2, .*, 31 s: not there$/);
    assert.ok((await readWithKeys(page, "run-0-units-0", ["ArrowDown"])).endsWith(`31 s: ${first.write[0][1]} write units/s`));
    assert.ok((await readWithKeys(page, "run-0-units-0", ["ArrowDown", "End"])).endsWith(`59 s: ${second.write.at(-1)[1]} write units/s`));
  });

  test("an index has maps of its own, and the table's splits are not its", async () => {
    const result = sampleResult();
    const index = result.partitions.map((partition) => ({ ...partition, index_name: "by-colour", read: [[3, 12.5, 0]] }));
    result.partitions.push(...index);
    await show({ one: result });
    assert.deepEqual((await titlesOf(page)).filter((title) => title.includes("by partition")), [
      "Consumed write units of the table, by partition", "Throttled writes of the table, by partition",
      "Consumed write units of index by-colour, by partition", "Throttled writes of index by-colour, by partition",
      "Consumed read units of index by-colour, by partition"]);
    assert.match(await readWithKeys(page, "run-0-units-2", ["Home", "ArrowRight", "ArrowRight", "ArrowRight"]), /3 s: 12\.5 read units\/s$/);
    assert.match(await readWithKeys(page, "run-0-units-2", ["ArrowDown", "End"]), /^Partition #2, .*, 59 s: 0 read units\/s$/);
    assert.match(await readWithKeys(page, "run-0-units-1", ["Home", "ArrowDown", "End"]), /^Partition #2, .*, 59 s: 0 write units\/s$/);
    assert.match(await readWithKeys(page, "run-0-units-0", ["Home", "ArrowDown", "End"]), /^Partition #2, .*, 59 s: not there$/);
  });

  test("throttles are shown by reason where the seconds tell it", async () => {
    const result = sampleResult({ seconds: 10 });
    for (const second of result.seconds) second.throttles = { Hot: 2, Cold: second.second === 4 ? 30 : 0 };
    await show({ one: result });
    const keys = ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"];
    assert.match(await readWithKeys(page, "run-0-throughput", keys),
      /^4 s: succeeded: [\d,]+ operations\/s; throttled: Hot: 2 operations\/s; throttled: Cold: 30 operations\/s$/);
  });

  test("several results are laid over one another, and lines can be switched off", async () => {
    const slower = sampleResult({ seed: 7, scale: 3, target: "http", seconds: 20 });
    await show({ one: sampleResult(), other: slower });
    const titles = await titlesOf(page);
    assert.deepEqual(titles.slice(0, 2), ["Latency by percentile: update", "Succeeded operations a second"]);
    assert.equal(await strokes(page, "latency-0", "--series-1"), 1);
    assert.equal(await strokes(page, "comparison", "--series-1"), 1);
    assert.match(await readWithKeys(page, "latency-0", ["Home"]), /^0 %: one: [\d.]+ µs; other: [\d.]+ µs$/);
    const button = await page.$("#latency-0 .legend button:nth-child(2)");
    assert.equal(await button.evaluate((element) => element.textContent), "other");
    await button.press("Enter");
    assert.equal(await button.evaluate((element) => element.getAttribute("aria-pressed")), "false");
    assert.equal(await strokes(page, "latency-0", "--series-1"), 0);
    assert.match(await readWithKeys(page, "latency-0", ["Home"]), /^0 %: one: [\d.]+ µs$/);
    const { heads, rows } = await tableOf(page, "Operations and their latencies");
    assert.equal(heads[1], "Result");
    assert.deepEqual(rows.map((row) => row.slice(0, 3)),
      [["update", "one", "succeeded"], ["update", "one", "throttled"], ["update", "other", "succeeded"], ["update", "other", "throttled"]]);
    const differing = (await tableOf(page, "Options")).rows.filter(([name]) => name.endsWith(" differs")).map(([name]) => name);
    assert.deepEqual(differing, ["Target differs", "Endpoint differs", "Duration (s) differs", "Capacity mode differs", "Virtual time differs"]);
    assert.deepEqual(page.problems(), []);
  });
});

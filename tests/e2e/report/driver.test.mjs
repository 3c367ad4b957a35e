// The report of the benchmark, of what the driver itself (STATOR_BENCH_BIN) writes.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { readWithKeys, runReport, startReports, strokes, tableOf, titlesOf } from "./report_page.mjs";

describe("the benchmark's report of a real run", () => {
  let reports;

  before(async () => {
    reports = await startReports();
  });
  after(() => reports?.stop());

  // Two minutes of the engine's clock, in which a hot item collection is split.
  async function measure(name, workload, ...flags) {
    const path = join(reports.folder, `${name}.json`);
    await promisify(execFile)(process.env.STATOR_BENCH_BIN, [workload, "--virtual-time", "--rate", "1500", "--duration", "120",
      "--capacity", "partition", "--quiet", "--output", path, ...flags]);
    return path;
  }

  test("a hot collection that is split, beside a hot key", async () => {
    const files = [await measure("collection", "hot-collection"), await measure("key", "hot-key")];
    const output = join(reports.folder, "report.html");
    await runReport(...files, "-o", output);
    const results = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, "utf8"))));
    const page = await reports.open(output);
    assert.equal(await page.$eval("h1", (head) => head.textContent), "hot-collection, hot-key");

    const operations = await tableOf(page, "Operations and their latencies");
    const expected = results.flatMap((result, i) => result.operations.map(({ name, ok, latency }) =>
      [name, ["collection", "key"][i], String(ok), String(latency.p50_micros), String(latency.p99_micros), String(latency.max_micros)]));
    const shown = operations.rows.map((row, i) => [row, operations.values[i]]).filter(([row]) => row[2] === "succeeded")
      .map(([row, values]) => [row[0], row[1], values[3], values[7], values[9], values[12]]);
    assert.deepEqual(shown, expected);

    // The curve comes from the histogram, the table from the file's own percentiles.
    const cells = operations.rows.find((row) => row[1] === "key" && row[2] === "succeeded");
    const slot = `latency-${(await titlesOf(page)).indexOf(`Latency by percentile: ${cells[0]}`)}`;
    for (const [presses, column] of [[1, 7], [2, 8], [3, 9], [4, 10]]) {
      const keys = ["Home", ...Array.from({ length: presses }, () => "ArrowRight")];
      const told = await readWithKeys(page, slot, keys);
      assert.ok(told.endsWith(`key: ${cells[column]}`), `${told}; the table has ${cells[column]}`);
    }

    const [collection] = results;
    assert.ok(collection.splits.length > 0, "the collection was split");
    assert.ok(await strokes(page, "run-0-throughput", "--mark") > 0, "and that is marked");
    const { rows } = await tableOf(page, "Splits");
    assert.deepEqual(rows.map((row) => row[1]), collection.splits.map(({ reason }) => reason));
    const written = collection.partitions[0].write.find(([second]) => second === 0)?.[1] ?? 0;
    const first = await readWithKeys(page, "run-0-units-0", ["Home"]);
    assert.ok(first.startsWith(`Partition #${collection.partitions[0].partition_id}, `) &&
      first.endsWith(`: ${written.toLocaleString("en-US")} write units/s`), first);
    assert.deepEqual(page.problems(), []);
  });
});

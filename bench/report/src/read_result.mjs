// Reads a result file of stator-bench (bench/FORMAT.md) into a form in which nothing is missing: what the
// file does not have is an empty list, null or 0, so that the rest need not ask.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

const FORMAT = 1;

export class BadResult extends Error {}

const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
const list = (value) => (Array.isArray(value) ? value : []);
const record = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
const text = (value) => (value === null || value === undefined ? "" : String(value));

// [[name, number]…] of an object, the largest first.
const counts = (value) => Object.entries(record(value))
  .map(([name, amount]) => [name, number(amount) ?? 0])
  .filter(([, amount]) => amount > 0)
  .sort((a, b) => b[1] - a[1]);

function readLatency(value) {
  const latency = record(value);
  return {
    count: number(latency.count) ?? 0,
    min: number(latency.min_micros),
    mean: number(latency.mean_micros),
    p50: number(latency.p50_micros),
    p90: number(latency.p90_micros),
    p99: number(latency.p99_micros),
    p99_9: number(latency.p99_9_micros),
    p99_99: number(latency.p99_99_micros),
    max: number(latency.max_micros),
    histogram: list(latency.histogram)
      .filter((pair) => number(pair?.[0]) !== null && number(pair?.[1]) > 0)
      .map(([micros, amount]) => [micros, amount])
      .sort((a, b) => a[0] - b[0]),
  };
}

const readOperation = (value) => ({
  name: text(record(value).name),
  ok: number(value.ok) ?? 0,
  throttled: number(value.throttled) ?? 0,
  failed: number(value.failed) ?? 0,
  okPerSecond: number(value.ok_per_second),
  latency: readLatency(value.latency),
  throttledLatency: readLatency(value.throttled_latency),
});

const readSecond = (value) => ({
  second: number(record(value).second) ?? 0,
  ok: number(value.ok) ?? 0,
  throttled: number(value.throttled) ?? 0,
  throttles: counts(value.throttles),
  failed: number(value.failed) ?? 0,
  readUnits: number(value.read_units) ?? 0,
  writeUnits: number(value.write_units) ?? 0,
  p50: number(value.p50_micros),
  p99: number(value.p99_micros),
});

const readUse = (value) => list(value)
  .filter((use) => Array.isArray(use) && number(use[0]) !== null && use[0] >= 0)
  .map(([second, units, throttled]) => ({ second, units: number(units) ?? 0, throttled: number(throttled) ?? 0 }));

const readPartition = (value) => ({
  index: text(record(value).index_name),
  id: number(value.partition_id) ?? 0,
  firstKey: text(value.first_key),
  read: readUse(value.read),
  write: readUse(value.write),
});

const readSplit = (value) => ({
  second: number(record(value).second) ?? 0,
  reason: text(value.reason),
  index: text(value.index_name),
  gone: list(value.gone).filter((id) => number(id) !== null),
  made: list(value.made).filter((id) => number(id) !== null),
});

function sum(values, of) {
  return values.reduce((total, value) => total + of(value), 0);
}

export function toResult(json, name) {
  if (!json || typeof json !== "object" || Array.isArray(json)) throw new BadResult("it is not a JSON object");
  if (json.format !== FORMAT) {
    const given = JSON.stringify(json.format) ?? "not given";
    throw new BadResult(`its format is ${given}; this program reads format ${FORMAT}`);
  }
  const operations = list(json.operations).map(readOperation);
  const consumed = record(json.consumed);
  const started = new Date(text(json.started));
  return {
    name,
    program: [text(json.program), text(json.version)].filter(Boolean).join(" "),
    started: Number.isNaN(started.getTime()) ? "" : started.toISOString().replace(".000Z", "Z"),
    machine: record(json.machine),
    options: record(json.options),
    workload: text(record(json.options).workload) || "unnamed workload",
    seconds: list(json.seconds).map(readSecond).sort((a, b) => a.second - b.second),
    measuredSeconds: number(json.measured_seconds),
    operations,
    ok: sum(operations, (one) => one.ok),
    throttled: sum(operations, (one) => one.throttled),
    failed: sum(operations, (one) => one.failed),
    throttles: counts(json.throttles),
    errors: counts(json.errors),
    readUnits: number(consumed.read_units),
    writeUnits: number(consumed.write_units),
    notStarted: number(json.not_started) ?? 0,
    partitions: (json.partitions ?? null) === null ? null : list(json.partitions).map(readPartition),
    splits: list(json.splits).map(readSplit).sort((a, b) => a.second - b.second),
  };
}

export async function readResult(path) {
  let content;
  try {
    content = await readFile(path, "utf8");
  } catch (error) {
    throw new BadResult(`${path}: ${error.code === "ENOENT" ? "no such file" : error.message}`);
  }
  try {
    return toResult(JSON.parse(content), basename(path).replace(/\.json$/, ""));
  } catch (error) {
    const reason = error instanceof SyntaxError ? `it is not JSON (${error.message})` : error.message;
    if (error instanceof SyntaxError || error instanceof BadResult) throw new BadResult(`${path}: ${reason}`);
    throw error;
  }
}

// Names by which the page tells its results apart: of two files with the same name one gets a number.
export function nameApart(results) {
  const seen = new Map();
  for (const result of results) {
    const times = (seen.get(result.name) ?? 0) + 1;
    seen.set(result.name, times);
    if (times > 1) result.name += ` (${times})`;
  }
  return results;
}

// Results as the driver writes them (bench/FORMAT.md), made up: the same options give the same result.

// Marsaglia's xorshift of 32 bits: numbers from 0 to 1.
function chance(seed) {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const threeDigits = (micros) => Number(micros.toPrecision(3));

function latencyOf(count, next, scale = 1) {
  const names = { p50: 0.5, p90: 0.9, p99: 0.99, p99_9: 0.999, p99_99: 0.9999 };
  if (count === 0) {
    const none = Object.fromEntries(["min", "mean", "max", ...Object.keys(names)].map((name) => [`${name}_micros`, null]));
    return { count, ...none, histogram: [] };
  }
  const values = Array.from({ length: count }, () => threeDigits(scale * 180 * (1 - next()) ** -0.45)).sort((a, b) => a - b);
  const histogram = [];
  for (const micros of values) {
    if (histogram.at(-1)?.[0] === micros) histogram.at(-1)[1]++;
    else histogram.push([micros, 1]);
  }
  const at = (quantile) => values[Math.min(count - 1, Math.ceil(quantile * count - 1e-9) - 1)];
  return {
    count,
    min_micros: values[0],
    mean_micros: Math.round(values.reduce((sum, value) => sum + value, 0) / count * 100) / 100,
    max_micros: values.at(-1),
    ...Object.fromEntries(Object.entries(names).map(([name, quantile]) => [`${name}_micros`, at(quantile)])),
    histogram,
  };
}

function operationOf(name, ok, throttled, seconds, next, scale) {
  return {
    name,
    ok,
    throttled,
    failed: 0,
    ok_per_second: ok / seconds,
    latency: latencyOf(ok, next, scale),
    throttled_latency: latencyOf(throttled, next, 0.4),
  };
}

const keyOf = (i, count) => (i === 0 ? "" : Math.floor(i / count * 0xffff).toString(16).padStart(4, "0") + "62206b65793a3031");

// Partitions from the beginning, of which the second is hot and is split in the middle of the run.
function partitionsOf(count, seconds, withSplit, next) {
  const partitions = Array.from({ length: count }, (_, i) =>
    ({ index_name: "", partition_id: i + 1, first_key: keyOf(i, count), read: [], write: [] }));
  const splits = [];
  const hot = partitions[Math.min(1, count - 1)];
  const half = Math.floor(seconds / 2);
  const made = [];
  if (withSplit) {
    made.push({ ...hot, partition_id: count + 1, read: [], write: [] });
    made.push({ ...hot, partition_id: count + 2, first_key: `${hot.first_key || "00"}ff`, read: [], write: [] });
    splits.push({ second: half + 0.4, reason: "heat", index_name: "", gone: [hot.partition_id], made: made.map((one) => one.partition_id) });
  }
  for (let second = 0; second < seconds; second++) {
    const isSplit = withSplit && second > half;
    for (const partition of partitions) {
      if (partition === hot) continue;
      partition.write.push([second, Math.round(100 + 200 * next()), 0]);
    }
    for (const partition of isSplit ? made : [hot]) {
      const load = isSplit ? 700 + Math.round(50 * next()) : 1000;
      partition.write.push([second, load, isSplit ? 0 : Math.round(380 + 80 * next())]);
    }
  }
  const all = [...partitions, ...made].sort((a, b) =>
    (a.first_key < b.first_key ? -1 : a.first_key > b.first_key ? 1 : a.partition_id - b.partition_id));
  return { partitions: all, splits };
}

function secondsOf(partitions, seconds, next) {
  const all = Array.from({ length: seconds }, (_, second) => ({
    second, ok: 0, throttled: 0, failed: 0, read_units: 0, write_units: 0,
    p50_micros: threeDigits(240 + 40 * next()), p99_micros: threeDigits(1200 + 900 * next()),
  }));
  for (const { write } of partitions) {
    for (const [second, units, throttled] of write) {
      all[second].ok += units;
      all[second].write_units += units;
      all[second].throttled += throttled;
    }
  }
  return all;
}

export function sampleResult({
  seed = 1, seconds = 60, partitions: count = 4, withSplit = true, workload = "hot-key", target = "embedded",
  scale = 1, operations = ["update"], measured = 20_000,
} = {}) {
  const next = chance(seed);
  const told = partitionsOf(count, seconds, withSplit, next);
  const ofSeconds = secondsOf(told.partitions, seconds, next);
  const total = (member) => ofSeconds.reduce((sum, second) => sum + second[member], 0);
  const throttled = total("throttled");
  const isHttp = target === "http";
  return {
    format: 1,
    program: "stator-bench",
    version: "0.1.0",
    started: "2026-11-22T14:10:00Z",
    machine: { processor: "A processor with a name", cores: 2 },
    options: {
      workload, target, endpoint: isHttp ? "http://127.0.0.1:8000" : null, table: "bench", seed: "18446744073709551615",
      records: 10000, workers: 4, rate: 2000, duration_seconds: seconds, warm_up_seconds: 0, billing: "on_demand",
      read_units: null, write_units: null, capacity: isHttp ? null : "partition", virtual_time: !isHttp,
      zipf_exponent: 0.99, read_share: 0, suffixes: 0, write_shards: 0, fields: 10, field_bytes: 100,
    },
    measured_seconds: seconds,
    operations: operations.map((name, i) =>
      operationOf(name, measured, i === 0 ? Math.min(throttled, 5000) : 0, seconds, next, scale * (1 + i))),
    throttles: throttled > 0 ? { TableWriteKeyRangeThroughputExceeded: throttled } : {},
    errors: {},
    consumed: { read_units: 0, write_units: total("write_units") },
    not_started: 0,
    seconds: ofSeconds,
    partitions: isHttp ? null : told.partitions,
    splits: isHttp ? null : told.splits,
  };
}

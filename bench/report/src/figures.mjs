// What the charts show, as plain data: the page draws them from it, and tables beside them say the same.
import { heatMaps } from "./heat_map.mjs";
import { percentileCurve } from "./percentiles.mjs";
import { largestOf, lengthOf, meansOf, stepFor, stepsOf } from "./time_line.mjs";

const MOST_POINTS = 400;

const some = (values) => values.some((value) => value > 0);

// One curve for each operation of a single result; of several results a chart for each operation, with a curve
// for each result.
export function latencyFigures(results) {
  const curve = (operation, name, slot) => ({ name, slot, points: percentileCurve(operation.latency.histogram) });
  const drawn = (figures) => figures
    .map((figure) => ({ ...figure, series: figure.series.filter(({ points }) => points.length > 0) }))
    .filter(({ series }) => series.length > 0);
  if (results.length === 1) {
    const series = results[0].operations.map((operation, slot) => curve(operation, operation.name, slot));
    return drawn([{ id: "latency", kind: "latency", title: "Latency by percentile", series }]);
  }
  const names = [...new Set(results.flatMap((result) => result.operations.map((operation) => operation.name)))];
  return drawn(names.map((name, i) => ({
    id: `latency-${i}`,
    kind: "latency",
    title: `Latency by percentile: ${name}`,
    series: results.flatMap((result, slot) => result.operations
      .filter((operation) => operation.name === name)
      .map((operation) => curve(operation, result.name, slot))),
  })));
}

// What stands for a refused request in the chart of throughput: a line for each reason where the seconds tell
// it, else one for all.
function throttledSeries(result, steps, step) {
  const reasons = [...new Set(result.seconds.flatMap((second) => second.throttles.map(([reason]) => reason)))];
  if (reasons.length > 0) {
    return reasons.map((reason) => ({
      name: `throttled: ${reason}`,
      values: meansOf(result.seconds, steps, step, (second) => new Map(second.throttles).get(reason) ?? 0),
    }));
  }
  const only = result.throttles.length === 1 ? `: ${result.throttles[0][0]}` : "";
  return [{ name: `throttled${only}`, values: meansOf(result.seconds, steps, step, (second) => second.throttled) }];
}

function timeFigures(result, prefix) {
  const seconds = lengthOf(result);
  const step = stepFor(seconds, MOST_POINTS);
  const steps = stepsOf(seconds, step);
  const means = (of) => meansOf(result.seconds, steps, step, of);
  const figure = (name, title, unit, series) => ({
    id: `${prefix}-${name}`,
    kind: "lines",
    title,
    unit,
    seconds,
    step,
    splits: [...new Set(result.splits.map((split) => split.second))],
    series: series.map((one, slot) => ({ slot, ...one })),
  });
  const latencies = ["p50", "p99"].map((name) =>
    ({ name, values: largestOf(result.seconds, steps, step, (second) => second[name]) }));
  const units = [
    { name: "write units", values: means((second) => second.writeUnits) },
    { name: "read units", values: means((second) => second.readUnits) },
  ].filter(({ values }) => some(values));
  const refused = [
    ...throttledSeries(result, steps, step),
    { name: "failed", values: means((second) => second.failed) },
  ].filter(({ values }) => some(values)).map((one) => ({ ...one, area: true }));

  const figures = {};
  if (result.seconds.length > 0) {
    figures.throughput = figure("throughput", "Throughput", "operations/s",
      [{ name: "succeeded", values: means((second) => second.ok) }, ...refused]);
  }
  if (latencies.some(({ values }) => some(values))) {
    figures.latency = figure("latency", "Latency over time", "latency", latencies);
  }
  if (units.length > 0) figures.units = figure("units", "Capacity consumed", "units/s", units);
  return figures;
}

// The throughput of several results in one chart, each on its own time from its beginning.
export function comparisonFigure(results) {
  const seconds = Math.max(...results.map((result) => (result.seconds.length > 0 ? lengthOf(result) : 0)));
  if (results.length < 2 || seconds === 0) return null;
  const step = stepFor(seconds, MOST_POINTS);
  return {
    id: "comparison",
    kind: "lines",
    title: "Succeeded operations a second",
    unit: "operations/s",
    seconds,
    step,
    splits: [],
    series: results.map((result, slot) => ({
      name: result.name,
      slot,
      values: meansOf(result.seconds, stepsOf(lengthOf(result), step), step, (second) => second.ok),
    })),
  };
}

function heatFigures(result, prefix) {
  return heatMaps(result, lengthOf(result)).map((map, i) => {
    const resource = map.index ? `index ${map.index}` : "the table";
    const figure = (what, title, unit, values) => ({
      id: `${prefix}-${what}-${i}`,
      kind: "heat",
      ramp: what,
      title,
      unit,
      step: map.step,
      columns: map.steps,
      names: map.names,
      keys: map.keys,
      values,
      marks: map.marks,
    });
    return {
      index: map.index,
      kind: map.kind,
      units: figure("units", `Consumed ${map.kind} units of ${resource}, by partition`, `${map.kind} units/s`,
        map.units),
      throttles: some(map.throttles.flat())
        ? figure("throttles", `Throttled ${map.kind}s of ${resource}, by partition`, "throttled/s", map.throttles)
        : null,
    };
  });
}

// Maps of the same kind have the same scale in all results, or their colours could not be compared.
function shareScales(heats) {
  const largest = new Map();
  const all = heats.flatMap(({ units, throttles }) => [units, throttles]).filter(Boolean);
  for (const figure of all) {
    const most = figure.values.flat().reduce((max, value) => Math.max(max, value ?? 0), 0);
    largest.set(figure.unit, Math.max(largest.get(figure.unit) ?? 0, most));
  }
  for (const figure of all) figure.largest = largest.get(figure.unit);
}

// {latency, comparison, runs: [{throughput, latency, units, heats}]}: what there is nothing to show of is absent.
export function figuresOf(results) {
  const runs = results.map((result, i) => ({
    ...timeFigures(result, `run-${i}`),
    heats: heatFigures(result, `run-${i}`),
  }));
  shareScales(runs.flatMap(({ heats }) => heats));
  return {
    latency: latencyFigures(results),
    comparison: comparisonFigure(results),
    runs,
  };
}

export const allFigures = ({ latency, comparison, runs }) => [
  ...latency,
  comparison,
  ...runs.flatMap((run) => [run.throughput, run.latency, run.units,
    ...run.heats.flatMap(({ units, throttles }) => [units, throttles])]),
].filter(Boolean);

// Partitions × time: one map for each table or index and kind of units that was used.
import { rounded, stepFor, stepOf, stepsOf } from "./time_line.mjs";

const MOST_COLUMNS = 360;
const MOST_CELLS = 30_000;

function inOrderOfKeys(partitions) {
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return [...partitions].sort((a, b) => order(a.firstKey, b.firstKey) || a.id - b.id);
}

// From when to when each partition was there, in seconds.
function lifeOf(id, splits, seconds) {
  return {
    from: splits.find((split) => split.made.includes(id))?.second ?? 0,
    to: splits.find((split) => split.gone.includes(id))?.second ?? seconds,
  };
}

// The units and throttled requests of a partition in each step; null before it was made and after it was split.
function rowOf(partition, kind, splits, seconds, steps, step) {
  const life = lifeOf(partition.id, splits, seconds);
  const row = steps.map(({ from, length }) =>
    (from + length > life.from && from < life.to ? { units: 0, throttled: 0 } : null));
  for (const use of partition[kind]) {
    const at = stepOf(use.second, steps, step);
    if (at < 0) continue;
    row[at] ??= { units: 0, throttled: 0 };
    row[at].units += use.units;
    row[at].throttled += use.throttled;
  }
  return (what) => row.map((cell, i) => (cell ? rounded(cell[what] / steps[i].length) : null));
}

function marksOf(splits, partitions, step) {
  const rowOfId = new Map(partitions.map((partition, row) => [partition.id, row]));
  return splits.map((split) => {
    const rows = [...split.gone, ...split.made].map((id) => rowOfId.get(id)).filter((row) => row !== undefined);
    return rows.length === 0 ? null : {
      at: split.second / step,
      second: split.second,
      first: Math.min(...rows),
      last: Math.max(...rows),
      reason: split.reason,
      gone: split.gone,
      made: split.made,
    };
  }).filter(Boolean);
}

const used = (partitions, kind) => partitions.some((partition) =>
  partition[kind].some((use) => use.units > 0 || use.throttled > 0));

// [{index, kind, step, steps, names, keys, units, throttles, marks}…]; units and throttles are rows of numbers a
// second.
export function heatMaps(result, seconds) {
  const indexes = [...new Set((result.partitions ?? []).map((partition) => partition.index))];
  const maps = [];
  for (const index of indexes) {
    const partitions = inOrderOfKeys(result.partitions.filter((partition) => partition.index === index));
    const splits = result.splits.filter((split) => split.index === index);
    const most = Math.max(60, Math.min(MOST_COLUMNS, Math.floor(MOST_CELLS / partitions.length)));
    const step = stepFor(seconds, most);
    const steps = stepsOf(seconds, step);
    for (const kind of ["write", "read"]) {
      if (!used(partitions, kind)) continue;
      const rows = partitions.map((partition) => rowOf(partition, kind, splits, seconds, steps, step));
      maps.push({
        index,
        kind,
        step,
        steps: steps.length,
        names: partitions.map((partition) => `#${partition.id}`),
        keys: partitions.map((partition) => partition.firstKey),
        units: rows.map((row) => row("units")),
        throttles: rows.map((row) => row("throttled")),
        marks: marksOf(splits, partitions, step),
      });
    }
  }
  return maps;
}

// Latency over percentiles, as plots of HDR histograms have it: every nine takes as much room as the one before.
import { latency, percent } from "../src/numbers.mjs";
import { ninesOf } from "../src/percentiles.mjs";
import { axisStyle, latencyAxis } from "./axes.js";
import { tip, tooltipOf } from "./figure.js";
import { DASHES, SLOTS, SYMBOLS } from "./theme.js";

const QUANTILES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999, 0.99999999];
const NEAR = 1e-3;  // places are rounded, and much farther apart
const quantileOf = (nines) => 1 - 10 ** -nines;

// The percentile at a place of the axis, with one digit more than it has nines.
function percentAt(nines) {
  const places = Math.max(0, Math.ceil(nines) - 1);
  return percent(Number(quantileOf(nines).toFixed(places + 2)));
}

function valueAt(points, nines) {
  const found = points.find(([at]) => at >= nines - NEAR);
  return found ? found[1] : null;
}

export function latencyChart({ series }) {
  const longest = series.reduce((most, { points }) => (points.length > most.length ? points : most), []);
  const smallest = Math.min(...series.map(({ points }) => points[0][1]));
  const largest = Math.max(...series.map(({ points }) => points.at(-1)[1]));
  const end = Math.max(1, longest.at(-1)[0]);
  const stops = QUANTILES.map(ninesOf).filter((nines) => nines <= end);

  const lines = (nines, shown, color = () => "") => series.flatMap(({ name, points, slot }, i) => {
    const value = valueAt(points, nines);
    return shown[i] && value !== null ? [{ color: color(slot), text: `${name}: ${latency(value)}` }] : [];
  });
  const shownAll = series.map(() => true);

  return {
    renderer: "svg",
    names: series.map(({ name }, i) => `${i}`),
    size: () => [stops.length, 1],
    describe: (x, y, shown) => `${percentAt(stops[x])}: ${lines(stops[x], shown).map(({ text }) => text).join("; ")}`,
    target(x, y, shown) {
      const index = series.findIndex(({ points }, i) => shown[i] && points.at(-1)[0] >= stops[x] - NEAR);
      if (index < 0) return null;
      return { seriesIndex: index, dataIndex: series[index].points.findIndex(([at]) => at >= stops[x] - NEAR) };
    },
    option(theme, width) {
      const style = axisStyle(theme);
      const color = (slot) => theme.series[slot % SLOTS];
      const { axis, heightOf } = latencyAxis(theme, smallest, largest);
      const labels = width < 520 ? stops.filter((nines) => nines === 0 || nines >= 1) : stops;
      return {
        animation: false,
        grid: { left: 64, right: 28, top: 16, bottom: 48 },
        tooltip: {
          ...tooltipOf(theme),
          trigger: "axis",
          axisPointer: { type: "line", lineStyle: { color: theme.muted } },
          formatter: (params) => tip(percentAt(params[0].value[0]),
            lines(params[0].value[0], shownAll.map((_, i) => params.some(({ seriesIndex }) => seriesIndex === i)), color)),
        },
        xAxis: {
          ...style,
          type: "value",
          min: 0,
          max: end,
          name: "percentile",
          nameLocation: "middle",
          nameGap: 30,
          axisTick: { ...style.axisTick, customValues: stops },
          axisLabel: {
            ...style.axisLabel, customValues: labels, hideOverlap: false,
            formatter: (nines) => percentAt(nines).replace(" %", ""),
          },
        },
        yAxis: axis,
        series: series.map(({ points, slot }, i) => ({
          type: "line",
          name: `${i}`,
          data: points.map(([nines, micros]) => [nines, heightOf(micros)]),
          showSymbol: points.length <= 12,
          symbol: SYMBOLS[slot % SLOTS],
          symbolSize: 7,
          color: color(slot),
          lineStyle: { width: 2, type: DASHES[slot % SLOTS] },
          emphasis: { disabled: true },
        })),
      };
    },
  };
}

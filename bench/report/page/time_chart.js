// Lines over the time of a run.
import { count, latency, moment } from "../src/numbers.mjs";
import { axisStyle, latencyAxis, timeAxis } from "./axes.js";
import { tip, tooltipOf } from "./figure.js";
import { DASHES, SLOTS, SYMBOLS } from "./theme.js";

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const MOST_SYMBOLS = 40;

export function timeChart({ series, seconds, step, splits, unit }) {
  const columns = Math.ceil(seconds / step);
  const written = unit === "latency" ? latency : (value) => `${count(value)} ${unit}`;
  const from = (column) => column * step;
  const span = (column) => (step === 1 ? moment(from(column))
    : `${moment(from(column))} to ${moment(Math.min(seconds, from(column) + step))}`);
  const middle = (column) => (from(column) + Math.min(seconds, from(column) + step)) / 2;
  const valueOf = ({ values }, column) => values[column] ?? null;

  // The vertical axis, and where a value stands on it.
  function vertical(theme) {
    if (unit === "latency") {
      const all = series.flatMap(({ values }) => values).filter((value) => value !== null);
      return latencyAxis(theme, Math.min(...all), Math.max(...all));
    }
    const style = axisStyle(theme);
    const axisLabel = { ...style.axisLabel, formatter: (value) => compact.format(value) };
    return { axis: { ...style, type: "value", min: 0, axisLabel }, heightOf: (value) => value };
  }

  function option(theme, width) {
    const { axis, heightOf } = vertical(theme);
    const color = (slot) => theme.series[slot % SLOTS];
    const lines = (column, indexes) => indexes.map((i) =>
      ({ color: color(series[i].slot), text: `${series[i].name}: ${written(valueOf(series[i], column))}` }));
    return {
      animation: false,
      grid: { left: 64, right: 24, top: 16, bottom: 32 },
      tooltip: {
        ...tooltipOf(theme),
        trigger: "axis",
        axisPointer: { type: "line", lineStyle: { color: theme.muted } },
        formatter: (params) => tip(span(params[0].dataIndex),
          lines(params[0].dataIndex, params.map(({ seriesIndex }) => seriesIndex))),
      },
      xAxis: timeAxis(theme, seconds, width - 88),
      yAxis: axis,
      series: [...series.map((one, i) => lineOf(one, i, color(one.slot), heightOf)), splitLines(theme)],
    };
  }

  // Upright lines, which stay when other lines are switched off.
  function splitLines(theme) {
    return {
      type: "line",
      data: [],
      markLine: {
        silent: true,
        symbol: "none",
        label: { show: false },
        lineStyle: { color: theme.mark, width: 1, type: "solid", opacity: 0.55 },
        data: splits.map((second) => ({ xAxis: second })),
      },
    };
  }

  function lineOf(one, i, color, heightOf) {
    return {
      type: "line",
      name: `${i}`,
      data: Array.from({ length: columns }, (_, column) => [middle(column), heightOf(valueOf(one, column))]),
      showSymbol: columns <= MOST_SYMBOLS,
      symbol: SYMBOLS[one.slot % SLOTS],
      symbolSize: 6,
      color,
      lineStyle: { width: 2, type: DASHES[one.slot % SLOTS] },
      ...(one.area ? { areaStyle: { color, opacity: 0.15 } } : {}),
      emphasis: { disabled: true },
    };
  }

  return {
    renderer: "svg",
    names: series.map((_, i) => `${i}`),
    size: () => [columns, 1],
    describe: (x, y, shown) => `${span(x)}: ${series.filter((_, i) => shown[i])
      .map((one) => `${one.name}: ${written(valueOf(one, x))}`).join("; ")}`,
    target(x, y, shown) {
      const seriesIndex = shown.indexOf(true);
      return seriesIndex < 0 ? null : { seriesIndex, dataIndex: x };
    },
    option,
  };
}

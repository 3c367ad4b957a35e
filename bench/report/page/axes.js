// Axes that the charts share.
import { moment } from "../src/numbers.mjs";

const LABEL_WIDTH = 72;
const LEAST_MICROS = 0.1;  // a zero has no logarithm
const TIME_STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

// Seconds between labels of a time axis: times that people count in, as many as there is room for.
export function timeStep(seconds, width) {
  const most = Math.max(2, Math.floor(width / LABEL_WIDTH));
  return TIME_STEPS.find((step) => seconds / step <= most) ?? Math.ceil(seconds / most / 3600) * 3600;
}

export function timesUpTo(seconds, width) {
  const step = timeStep(seconds, width);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step);
}

export function axisStyle(theme) {
  return {
    axisLine: { show: true, lineStyle: { color: theme.muted } },
    axisTick: { show: true, lineStyle: { color: theme.muted } },
    axisLabel: { color: theme.muted, fontSize: 12, fontFamily: theme.font },
    splitLine: { show: true, lineStyle: { color: theme.grid } },
    nameTextStyle: { color: theme.muted, fontSize: 12, fontFamily: theme.font },
  };
}

// A time axis of ECharts' kind "value".
export function timeAxis(theme, seconds, width) {
  const style = axisStyle(theme);
  const customValues = timesUpTo(seconds, width);
  return {
    ...style,
    type: "value",
    min: 0,
    max: seconds,
    axisTick: { ...style.axisTick, customValues },
    axisLabel: { ...style.axisLabel, customValues, formatter: moment, hideOverlap: true },
    splitLine: { show: false },
  };
}

// Ticks at 1, 2 and 5 times the powers of ten from below the smallest to above the largest value, for an axis of
// common logarithms.
function logarithmicTicks(smallest, largest) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(smallest)); power <= Math.ceil(Math.log10(largest)); power++) {
    for (const factor of [1, 2, 5]) ticks.push(factor * 10 ** power);
  }
  const first = ticks.findLastIndex((tick) => tick <= smallest);
  const last = ticks.findIndex((tick) => tick >= largest);
  const inside = ticks.slice(Math.max(0, first), Math.max(first + 2, last + 1));
  // Too many of them would not be read: then only the powers.
  const few = inside.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e9) / 1e9));
  return { min: inside[0], max: inside.at(-1), ticks: inside.length > 10 ? few : inside };
}

// A vertical axis of latencies, whose heights are the logarithms of microseconds: what usually happens and what
// seldom does are far apart.
export function latencyAxis(theme, smallest, largest) {
  const { min, max, ticks } = logarithmicTicks(Math.max(LEAST_MICROS, smallest), Math.max(LEAST_MICROS, largest));
  const style = axisStyle(theme);
  const customValues = ticks.map(Math.log10);
  return {
    heightOf: (micros) => (micros === null ? null : Math.log10(Math.max(micros, min))),
    axis: {
      ...style,
      type: "value",
      min: Math.log10(min),
      max: Math.log10(max),
      axisTick: { ...style.axisTick, customValues },
      axisLabel: { ...style.axisLabel, customValues, formatter: (height) => shortLatency(10 ** height) },
    },
  };
}

// 200 µs, 5 ms, 2 s: what stands at a tick has one digit.
function shortLatency(micros) {
  const rounded = Number(micros.toPrecision(2));
  return rounded < 1e3 ? `${rounded} µs` : rounded < 1e6 ? `${rounded / 1e3} ms` : `${rounded / 1e6} s`;
}

// Axes that the charts share.
import { moment } from "../src/numbers.mjs";

const LABEL_WIDTH = 72;
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
export function logarithmicTicks(smallest, largest) {
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

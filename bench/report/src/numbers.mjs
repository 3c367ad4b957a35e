// Numbers as a person reads them. One way for the page's tables, charts and labels.

const grouped = [0, 1, 2, 3].map((digits) =>
  new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }));

// 12,345 or 12.3: three digits that count, and every whole number as it is.
export function count(value) {
  if (value === null || value === undefined) return "–";
  if (Number.isInteger(value)) return grouped[0].format(value);
  const size = Math.abs(value);
  return grouped[size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3].format(value);
}

// Microseconds as 830 µs, 1.25 ms or 2.00 s.
export function latency(micros) {
  if (micros === null || micros === undefined) return "–";
  if (micros < 1000) return `${grouped[micros < 10 && !Number.isInteger(micros) ? 1 : 0].format(micros)} µs`;
  const [value, unit] = micros < 1e6 ? [micros / 1e3, "ms"] : [micros / 1e6, "s"];
  return `${grouped[value < 10 ? 2 : value < 100 ? 1 : 0].format(value)} ${unit}`;
}

// Seconds into a run as 7, 1:05 or 1:00:05; below a minute with the unit.
export function moment(seconds) {
  const whole = Math.floor(seconds + 1e-9);
  if (whole < 60) return `${Number.isInteger(seconds) ? whole : seconds.toFixed(1)} s`;
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  if (seconds < 60) return `${count(seconds)} s`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds < 3600) return `${seconds % 60 === 0 ? seconds / 60 : moment(seconds)} min`;
  return `${moment(seconds)} h`;
}

// 12,345 as it is, 147,625,437 as 148M: where there is room for a few digits.
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
export const brief = (value) => (value !== null && Math.abs(value) >= 1e6 ? compact.format(value) : count(value));

// 0.999 as 99.9 %.
export const percent = (quantile) => `${Number((quantile * 100).toPrecision(8))} %`;

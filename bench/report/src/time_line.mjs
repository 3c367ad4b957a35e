// Seconds put together into steps that a chart has room for.

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

// The smallest handy number of seconds of which at most `most` make up the whole.
export function stepFor(seconds, most) {
  return STEPS.find((step) => seconds / step <= most) ?? Math.ceil(seconds / most / 3600) * 3600;
}

// What is shorter than this is no second of its own: a rate over it would say nothing.
const LEAST_SECONDS = 0.05;

// How long a result is, in seconds: as long as was measured, where the file tells it. What ended later is in no
// chart over time.
export function lengthOf(result) {
  let last = -1;
  for (const second of result.seconds) last = Math.max(last, second.second);
  for (const partition of result.partitions ?? []) {
    for (const use of [...partition.read, ...partition.write]) last = Math.max(last, use.second);
  }
  for (const split of result.splits) last = Math.max(last, Math.floor(split.second));
  const measured = result.measuredSeconds ?? last + 1;
  const shown = measured % 1 < LEAST_SECONDS ? Math.floor(measured) : measured;
  return shown > 0 ? Math.min(shown, last + 1) : last + 1;
}

// How many operations ended later.
export function lateOperations(result) {
  const seconds = lengthOf(result);
  return result.seconds.filter(({ second }) => second >= seconds)
    .reduce((sum, { ok, throttled, failed }) => sum + ok + throttled + failed, 0);
}

// Begins and lengths of the steps in seconds; the last one may be shorter.
export function stepsOf(seconds, step) {
  const steps = [];
  for (let from = 0; from < seconds; from += step) steps.push({ from, length: Math.min(step, seconds - from) });
  return steps;
}

// Which of them a second lies in; -1 after the last one's end.
export function stepOf(second, steps, step) {
  const at = Math.floor(second / step);
  return at < steps.length && second < steps[at].from + steps[at].length ? at : -1;
}

// For each step the mean of what `of` says of a second.
export function meansOf(seconds, steps, step, of) {
  const sums = steps.map(() => 0);
  for (const second of seconds) {
    const at = stepOf(second.second, steps, step);
    if (at >= 0) sums[at] += of(second);
  }
  return sums.map((sum, i) => rounded(sum / steps[i].length));
}

// For each step the largest of what `of` says of a second; null where it says nothing.
export function largestOf(seconds, steps, step, of) {
  const largest = steps.map(() => null);
  for (const second of seconds) {
    const at = stepOf(second.second, steps, step);
    const value = of(second);
    if (at >= 0 && value !== null) largest[at] = Math.max(largest[at] ?? 0, value);
  }
  return largest;
}

// What a chart can show of a number; the page is smaller without the rest.
export const rounded = (value) => (value === null ? null : Math.round(value * 100) / 100);

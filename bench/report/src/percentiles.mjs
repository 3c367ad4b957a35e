// The curve of a histogram over percentiles. Its horizontal axis is that of HDR plots: the number of nines,
// log10(1 / (1 - quantile)), so that 90 %, 99 % and 99.9 % stand equally far apart.

const STEPS_PER_NINE = 20;

export const ninesOf = (quantile) => Math.log10(1 / (1 - quantile));

// [[nines, micros]…] from the minimum to the maximum, at places that every histogram shares, so that curves can
// be compared point by point. It ends in the middle of the last value's share, where only the maximum is left.
export function percentileCurve(histogram) {
  const total = histogram.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return [];
  const last = Math.log10(2 * total);
  const places = new Set([0, ninesOf(0.5), last]);
  for (let step = 1; step / STEPS_PER_NINE < last; step++) places.add(step / STEPS_PER_NINE);

  let bucket = 0;
  let passed = histogram[0][1];
  return [...places].sort((a, b) => a - b).map((nines) => {
    // The smallest value that has at least this share of all values at or below it. Less a little, or
    // rounding would move a whole number of values up by one.
    const wanted = Math.max(1, total * (1 - 10 ** -nines) - 1e-6);
    while (passed < wanted && bucket < histogram.length - 1) passed += histogram[++bucket][1];
    return [Number(nines.toFixed(4)), histogram[bucket][0]];
  });
}

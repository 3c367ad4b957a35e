// The colours of the page's style sheet, as its light or dark half is in force: charts take them from there.

export const SLOTS = 8;
// Beside its colour each line has a pattern and a symbol of its own, for who cannot tell the colours apart.
export const DASHES = ["solid", [6, 3], [2, 3], [9, 3, 2, 3], [12, 4], [4, 2, 1, 2], [1, 2], [14, 3, 4, 3]];
export const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow", "circle"];

export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  const ramp = (name) => [0, 1, 2, 3, 4].map((step) => value(`--${name}-${step}`));
  return {
    text: value("--text"),
    muted: value("--muted"),
    grid: value("--grid"),
    surface: value("--surface"),
    absent: value("--absent"),
    mark: value("--mark"),
    series: Array.from({ length: SLOTS }, (_, slot) => value(`--series-${slot}`)),
    ramps: { units: ramp("units"), throttles: ramp("throttles") },
    font: getComputedStyle(document.body).fontFamily,
  };
}

// Partitions × time.
import { count, moment } from "../src/numbers.mjs";
import { axisStyle, timeStep } from "./axes.js";
import { tip, tooltipOf } from "./figure.js";

const KEY_DIGITS = 16;
const LEFT = 56;
const RIGHT = 16;
const NAME_HEIGHT = 14;

export function heatChart({ names, keys, values, marks, step, columns, unit, ramp, largest }) {
  const span = (column) => (step === 1 ? moment(column) : `${moment(column * step)} to ${moment((column + 1) * step)}`);
  const key = (row) => (keys[row] === "" ? "from the first key"
    : `from key ${keys[row].slice(0, KEY_DIGITS)}${keys[row].length > KEY_DIGITS ? "…" : ""}`);
  const amount = (column, row) => {
    const value = values[row][column];
    return value === null ? "not there" : `${count(value)} ${unit}`;
  };
  const ids = (list) => list.map((id) => `#${id}`).join(", ");
  const splitText = (mark) =>
    `split for ${mark.reason} at ${moment(mark.second)}: ${ids(mark.gone)} became ${ids(mark.made)}`;
  const splitsAt = (column, row) => marks.filter((mark) =>
    Math.floor(mark.at) === column && row >= mark.first && row <= mark.last).map(splitText);

  const cells = values.flatMap((row, y) => row.map((value, x) => [x, y, value === null ? "-" : value]));

  function option(theme, width, height) {
    const style = axisStyle(theme);
    const every = timeStep(columns * step, width - LEFT - RIGHT);
    return {
      animation: false,
      grid: {
        left: LEFT, right: RIGHT, top: 8, bottom: 32, show: true, borderWidth: 0,
        backgroundColor: { image: hatching(theme), repeat: "repeat" },
      },
      tooltip: {
        ...tooltipOf(theme),
        formatter: ({ value: [x, y] }) => tip(`Partition ${names[y]}, ${span(x)}`,
          [amount(x, y), key(y), ...splitsAt(x, y)].map((text) => ({ text }))),
      },
      visualMap: { show: false, min: 0, max: largest || 1, seriesIndex: 0, inRange: { color: theme.ramps[ramp] } },
      xAxis: {
        ...style,
        type: "category",
        data: Array.from({ length: columns }, (_, column) => moment(column * step)),
        splitLine: { show: false },
        axisTick: { ...style.axisTick, alignWithLabel: false, interval: (column) => (column * step) % every === 0 },
        axisLabel: { ...style.axisLabel, align: "left", interval: (column) => (column * step) % every === 0 },
      },
      yAxis: {
        ...style,
        type: "category",
        inverse: true,
        data: names,
        splitLine: { show: false },
        axisTick: { show: false },
        // Names that have room; of many partitions every second, third, …
        axisLabel: { ...style.axisLabel, interval: Math.ceil(NAME_HEIGHT * names.length / (height - 40)) - 1 },
      },
      series: [
        { type: "heatmap", data: cells, progressive: 0, emphasis: { disabled: true } },
        { type: "custom", silent: true, z: 3, clip: true, data: marks.map((mark) => [mark.at, mark.first, mark.last]),
          renderItem: (params, api) => markShape(api, theme) },
      ],
    };
  }

  return {
    renderer: "canvas",
    names: [],
    size: () => [columns, names.length],
    describe: (x, y) => [`Partition ${names[y]}, ${key(y)}, ${span(x)}: ${amount(x, y)}`, ...splitsAt(x, y)].join("; "),
    target: (x, y) => ({ seriesIndex: 0, dataIndex: y * columns + x }),
    option,
  };
}

// What is behind cells that are not there: no colour of the ramp, nor near one.
function hatching(theme) {
  const size = 6;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, size, size);
  context.strokeStyle = theme.absent;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift, size);
    context.lineTo(shift + size, 0);
  }
  context.stroke();
  return canvas;
}

// An upright line at the moment of a split, over the rows of what it took and made.
function markShape(api, theme) {
  const [cellWidth, cellHeight] = api.size([1, 1]);
  const column = Math.floor(api.value(0));
  const [middle, top] = api.coord([column, api.value(1)]);
  const bottom = api.coord([column, api.value(2)])[1] + cellHeight / 2;
  const x = middle - cellWidth / 2 + (api.value(0) - column) * cellWidth;
  const shape = { x1: x, y1: top - cellHeight / 2, x2: x, y2: bottom };
  return {
    type: "group",
    children: [
      { type: "line", shape, style: { stroke: theme.surface, lineWidth: 4 } },
      { type: "line", shape, style: { stroke: theme.mark, lineWidth: 2 } },
    ],
  };
}

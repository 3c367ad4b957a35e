// One chart in its place: drawn at the width that there is, its lines switched by the buttons above it, and read
// with the keyboard.
import { init } from "./charts.js";
import { readTheme } from "./theme.js";

const MOVES = {
  ArrowLeft: ([x, y]) => [x - 1, y],
  ArrowRight: ([x, y]) => [x + 1, y],
  ArrowUp: ([x, y]) => [x, y - 1],
  ArrowDown: ([x, y]) => [x, y + 1],
  Home: ([, y]) => [0, y],
  End: ([, y]) => [Infinity, y],
};

export class Figure {
  // kind: {renderer, names, option(theme, width, height), size(): [columns, rows], describe(x, y): text,
  // target(x, y, shown): what ECharts' showTip takes}
  constructor(element, kind) {
    this.kind = kind;
    this.plot = element.querySelector(".plot");
    this.readout = element.querySelector("[role=status]");
    this.shown = kind.names.map(() => true);
    this.position = null;
    this.chart = init(this.plot, null, { renderer: kind.renderer });
    this.listen(element);
    this.draw();
    let width = this.plot.clientWidth;
    new ResizeObserver(() => {
      if (this.plot.clientWidth === width) return;
      width = this.plot.clientWidth;
      this.draw();
    }).observe(this.plot);
  }

  listen(element) {
    for (const button of element.querySelectorAll(".legend button")) {
      button.addEventListener("click", () => this.toggle(button));
    }
    this.plot.addEventListener("keydown", (event) => this.move(event));
    this.plot.addEventListener("blur", () => this.hide());
  }

  draw() {
    this.chart.resize();
    const option = this.kind.option(readTheme(), this.plot.clientWidth, this.plot.clientHeight);
    option.legend = {
      show: false,
      data: this.kind.names,
      selected: Object.fromEntries(this.kind.names.map((name, i) => [name, this.shown[i]])),
    };
    this.chart.setOption(option, { notMerge: true });
    this.plot.dataset.drawn = "true";
  }

  toggle(button) {
    const series = Number(button.dataset.series);
    this.shown[series] = !this.shown[series];
    button.setAttribute("aria-pressed", String(this.shown[series]));
    this.hide();
    this.draw();
  }

  move(event) {
    if (event.key === "Escape") return this.hide();
    const step = MOVES[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    event.preventDefault();  // or the page would scroll as well
    const size = this.kind.size();
    const wanted = this.position || event.key === "End" ? step(this.position ?? [0, 0]) : [0, 0];
    this.position = wanted.map((at, axis) => Math.max(0, Math.min(size[axis] - 1, at)));
    this.readout.textContent = this.kind.describe(...this.position, this.shown);
    const target = this.kind.target(...this.position, this.shown);
    if (target) this.chart.dispatchAction({ type: "showTip", ...target });
    return undefined;
  }

  hide() {
    this.position = null;
    this.readout.textContent = "";
    this.chart.dispatchAction({ type: "hideTip" });
  }
}

// A tooltip's content as an element: what comes from the results stays text.
export function tip(head, lines) {
  const element = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = head;
  element.append(title);
  for (const { color, text } of lines) {
    const line = document.createElement("div");
    if (color) {
      const dot = document.createElement("span");
      dot.style.cssText = "display:inline-block;width:.7em;height:.7em;margin-right:.5em;border-radius:50%";
      dot.style.background = color;
      line.append(dot);
    }
    line.append(text);
    element.append(line);
  }
  return element;
}

export function tooltipOf(theme) {
  return {
    confine: true,
    transitionDuration: 0,
    backgroundColor: theme.surface,
    borderColor: theme.muted,
    textStyle: { color: theme.text, fontSize: 13, fontFamily: theme.font },
    extraCssText: "max-width: min(22rem, 80vw); white-space: normal; box-shadow: none;",
  };
}

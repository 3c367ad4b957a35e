// Draws the charts of the page from its figures, and draws them anew when the colours or the width change.
import { Figure } from "./figure.js";
import { heatChart } from "./heat_chart.js";
import { latencyChart } from "./latency_chart.js";
import { timeChart } from "./time_chart.js";

const KINDS = { heat: heatChart, latency: latencyChart, lines: timeChart };

const figures = JSON.parse(document.getElementById("figures").textContent)
  .map((data) => new Figure(document.getElementById(data.id), KINDS[data.kind](data)));

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const figure of figures) figure.draw();
});

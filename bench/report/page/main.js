// Draws the charts of the page from its figures: each when it comes near the window, because a map of many
// partitions takes a while, and anew when the colours or the width change.
import { Figure } from "./figure.js";
import { heatChart } from "./heat_chart.js";
import { latencyChart } from "./latency_chart.js";
import { timeChart } from "./time_chart.js";

const KINDS = { heat: heatChart, latency: latencyChart, lines: timeChart };

const NEAR = "600px 0px";

const drawn = [];
const waiting = new Map(JSON.parse(document.getElementById("figures").textContent)
  .map((data) => [document.getElementById(data.id), data]));

function draw(element) {
  const data = waiting.get(element);
  if (!data) return;
  waiting.delete(element);
  drawn.push(new Figure(element, KINDS[data.kind](data)));
}

const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    draw(target);
  }
}, { rootMargin: NEAR });
for (const element of waiting.keys()) {
  near.observe(element);
  element.addEventListener("focusin", () => draw(element), { once: true });
}

addEventListener("beforeprint", () => {
  for (const element of [...waiting.keys()]) draw(element);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const figure of drawn) figure.draw();
});

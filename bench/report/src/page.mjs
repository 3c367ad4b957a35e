// The whole page. Everything but the drawing of charts is here, so that it reads well without script, and
// every chart has its room before it is drawn.
import { allFigures, figuresOf } from "./figures.mjs";
import { embeddedJson, embeddedScript, html, raw } from "./html.mjs";
import { brief, count, duration, latency } from "./numbers.mjs";
import {
  operationsTable, optionsTable, partitionsTable, reasonsTable, splitsTable, summaryTable, timeTable,
} from "./tables.mjs";
import { lateOperations } from "./time_line.mjs";

// As page/theme.js draws them.
const DASHES = ["", "6 3", "2 3", "9 3 2 3", "12 4", "4 2 1 2", "1 2", "14 3 4 3"];
const slotOf = (slot) => slot % DASHES.length;

const ROW_HEIGHT = 15;
const heightOf = ({ kind, names }) =>
  (kind === "heat" ? Math.min(560, Math.max(150, 60 + names.length * ROW_HEIGHT)) : 320);

function legend(figure) {
  if (figure.kind === "heat") {
    return html`<p class="scale" aria-hidden="true">
<span>0</span><span class="ramp ramp-${figure.ramp}"></span><span>${count(figure.largest)} ${figure.unit}</span>
<span class="key"><span class="absent-key"></span>not there</span>
${figure.marks.length > 0 && html`<span class="key"><span class="mark-key"></span>split</span>`}</p>`;
  }
  const button = ({ name, slot }, i) => html`<button type="button" aria-pressed="true" data-series="${i}"
><svg width="30" height="10" aria-hidden="true"><line x1="0" y1="5" x2="30" y2="5" stroke-width="3"
 style="stroke:var(--series-${slotOf(slot)})" stroke-dasharray="${DASHES[slotOf(slot)]}"/></svg>${name}</button>`;
  return html`<div class="legend" role="group" aria-label="Lines of the chart">${figure.series.map(button)}</div>`;
}

const KEYS = {
  latency: "Left and right arrow keys move along the percentiles.",
  lines: "Left and right arrow keys move along the time.",
  heat: "Arrow keys move over time and partitions.",
};

function figureBlock(figure, about, below = null) {
  return html`<figure id="${figure.id}" class="chart chart-${figure.kind}">
<figcaption><h3>${figure.title}</h3><p>${about}</p></figcaption>
<div class="drawing">${legend(figure)}
<div class="plot" style="height:${heightOf(figure)}px" tabindex="0" role="application" aria-roledescription="chart"
 aria-label="${figure.title}. ${KEYS[figure.kind]}"></div>
<p class="unseen" role="status"></p></div>
${below}</figure>`;
}

const folded = (title, content) => html`<details><summary>${title}</summary>${content}</details>`;

const stepText = (figure, text) => (figure.step > 1 ? ` ${text(duration(figure.step))}` : "");

function latencyBlocks(figures, results) {
  const open = results.filter(({ options }) => typeof options.rate === "number");
  const due = "the moment at which an operation should have begun";
  const from = open.length === results.length ? `Counted from ${due}.`
    : open.length === 0 ? "Counted from an operation's beginning: a closed loop waits while the target is slow."
      : `Of an open loop counted from ${due}, of a closed loop from its beginning.`;
  return figures.map((figure) => figureBlock(figure,
    `Operations that succeeded. Each step to the right leaves a tenth as many above it. ${from}`));
}

function overTime(figure, about, averages) {
  const splits = figure.splits.length > 0 ? " Upright lines are splits." : "";
  const text = about + splits + stepText(figure, averages);
  return figureBlock(figure, text, folded("Numbers of this chart", timeTable(figure)));
}

const LIMITS = { write: "1,000 write units", read: "3,000 read units" };

function heatBlocks(heats) {
  const averages = (figure) => stepText(figure, (step) => `Averages of ${step}.`);
  return heats.flatMap(({ kind, units, throttles }) => [
    figureBlock(units, "Each row is a partition, in the order of their keys; each column a moment. "
      + `DynamoDB gives one partition at most ${LIMITS[kind]} a second.${averages(units)}`),
    throttles && figureBlock(throttles, `Requests that were refused, where they were refused.${averages(throttles)}`),
  ]);
}

function tile(value, name) {
  return html`<div class="tile"><dt>${name}</dt><dd>${value}</dd></div>`;
}

function tiles(result) {
  const all = result.ok + result.throttled + result.failed;
  const known = result.operations.map((operation) => operation.latency.p99).filter((p99) => p99 !== null);
  const slowest = known.length > 0 ? Math.max(...known) : null;
  const share = (part) => (all === 0 ? "–" : `${count(Math.round(part / all * 1000) / 10)} %`);
  return html`<dl class="tiles">${[
    tile(result.measuredSeconds ? brief(Math.round(result.ok / result.measuredSeconds)) : "–", "succeeded a second"),
    tile(share(result.throttled), "throttled"),
    tile(share(result.failed), "failed"),
    tile(latency(slowest), result.operations.length > 1 ? "p99, slowest operation" : "p99"),
    tile(result.writeUnits === null ? "–" : brief(Math.round(result.writeUnits)), "write units"),
    tile(result.readUnits === null ? "–" : brief(Math.round(result.readUnits)), "read units"),
  ]}</dl>`;
}

function partitionsPart(result, run) {
  if (result.partitions === null) {
    return html`<p class="note">This target does not tell what its partitions served, so there is no map of them.</p>`;
  }
  if (run.heats.length === 0) {
    return html`<p class="note">No partition served anything during the run.</p>`;
  }
  return html`${heatBlocks(run.heats)}${result.splits.length > 0 && splitsTable(result.splits)}
${folded("Numbers of all partitions", partitionsTable(result))}`;
}

function notes(result) {
  const late = lateOperations(result);
  return html`${result.options.virtual_time === true && html`<p class="note">In virtual time: the schedule moved the engine's clock.
Seconds are those of that clock; latencies are the time that a call took.</p>`}${result.notStarted > 0 &&
    html`<p class="note">${count(result.notStarted)} operations were not begun before the end: the target did not keep up with
the rate. They are in no latency.</p>`}${late > 0 &&
    html`<p class="note">${count(late)} operations ended after the measured time. They are in the totals and latencies, but in
no chart over time.</p>`}`;
}

function runSection(result, run, i, several) {
  return html`<section aria-labelledby="run-${i}">
<h2 id="run-${i}">${several ? result.name : "Over time"}</h2>
${several && html`<p>${headline(result)}</p>${notes(result)}${tiles(result)}`}
${run.throughput ? overTime(run.throughput, "Operations that ended in each second.", (step) => `Averages of ${step}.`)
    : html`<p class="note">This result has no seconds.</p>`}
${result.throttles.length > 0 && reasonsTable("Throttled, by reason", "Reason", result.throttles)}
${result.errors.length > 0 && reasonsTable("Failed, by error", "Error", result.errors)}
${run.latency && overTime(run.latency, "Of the operations that succeeded in each second, all kinds together.",
    (step) => `Of each ${step} the slowest second.`)}
${run.units && overTime(run.units, "As the replies told it.", (step) => `Averages of ${step}.`)}
${partitionsPart(result, run)}</section>`;
}

function headline(result) {
  const { target, endpoint, table, rate } = result.options;
  const where = [target, endpoint].filter(Boolean).join(", ");
  return [where && `against ${where}`, table && `table ${table}`,
    typeof rate === "number" ? `open loop at ${count(rate)} operations/s` : "closed loop",
    result.options.seed !== undefined && result.options.seed !== null && `seed ${result.options.seed}`,
    result.started].filter(Boolean).join(" · ");
}

function body(results, figures, notices) {
  const several = results.length > 1;
  const workloads = [...new Set(results.map(({ workload }) => workload))].join(", ");
  return html`<header><h1>${workloads}</h1>
<p>${several ? `Results: ${results.map(({ name }) => name).join(", ")}` : headline(results[0])}</p>
<noscript><p class="note">The charts need JavaScript; the tables have their numbers.</p></noscript></header>
<main>
<section aria-labelledby="numbers"><h2 id="numbers">Numbers</h2>
${!several && html`${notes(results[0])}${tiles(results[0])}`}${summaryTable(results)}${operationsTable(results)}</section>
${figures.latency.length > 0 && html`<section aria-labelledby="latencies"><h2 id="latencies">Latency</h2>
${latencyBlocks(figures.latency, results)}</section>`}
${figures.comparison && html`<section aria-labelledby="side-by-side">
<h2 id="side-by-side">Side by side</h2>
${overTime(figures.comparison, "Each from its own beginning.", (step) => `Averages of ${step}.`)}</section>`}
${results.map((result, i) => runSection(result, figures.runs[i], i, several))}
<section aria-labelledby="options"><h2 id="options">Options</h2>${optionsTable(results)}</section>
</main>
<footer><p>Made by Stator's <code>bench/report</code>.</p>${folded("Software in this page", notices.map(({ name, text }) =>
    html`<h3>${name}</h3><pre tabindex="0">${text}</pre>`))}</footer>`;
}

// bundle: {script, scriptHash, style, notices}, of bundle.mjs.
export function page(results, bundle) {
  const figures = figuresOf(results);
  const workloads = [...new Set(results.map(({ workload }) => workload))].join(", ");
  // Nothing is loaded from anywhere, and nothing runs but the program below.
  const policy = ["default-src 'none'", `script-src 'sha256-${bundle.scriptHash}'`, "style-src 'unsafe-inline'",
    "img-src data:", "base-uri 'none'", "form-action 'none'"].join("; ");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${workloads} · stator-bench</title>
<link rel="icon" href="data:,">
<style>${raw(bundle.style)}</style>
<noscript><style>.drawing { display: none }</style></noscript>
</head>
<body>
${body(results, figures, bundle.notices)}
<script type="application/json" id="figures">${embeddedJson(allFigures(figures))}</script>
<script>${embeddedScript(bundle.script)}</script>
</body>
</html>
`.toString();
}

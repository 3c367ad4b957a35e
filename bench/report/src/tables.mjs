// The tables of numbers. They are there without script, too.
import { html } from "./html.mjs";
import { count, duration, latency, moment } from "./numbers.mjs";

// rows: [[head, cell…]…]; a cell is a text or markup. Wide tables scroll within their own frame, which the
// keyboard reaches.
export function table(caption, heads, rows, kind = "") {
  return html`<div class="table-frame" tabindex="0" role="group" aria-label="${caption}">
<table class="${kind}"><caption>${caption}</caption>
<thead><tr>${heads.map((head) => (head === "" ? html`<td></td>` : html`<th scope="col">${head}</th>`))}</tr></thead>
<tbody>${rows.map(([head, ...cells]) =>
    html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`;
}

const exact = (value) => (value === null ? "–" : String(value));

// Microseconds, with the file's own number for who wants to take it further.
const micros = (value) =>
  (value === null ? "–" : html`<data value="${exact(value)}">${latency(value)}</data>`);
const amount = (value) => (value === null ? "–" : html`<data value="${exact(value)}">${count(value)}</data>`);

const LATENCIES = [["min", "min"], ["mean", "mean"], ["p50", "p50"], ["p90", "p90"], ["p99", "p99"],
  ["p99.9", "p99_9"], ["p99.99", "p99_99"], ["max", "max"]];

// Every operation of every result, and how long it took.
export function operationsTable(results) {
  const several = results.length > 1;
  const rows = results.flatMap((result) => result.operations.flatMap((operation) => {
    const head = several ? [operation.name, result.name] : [operation.name];
    const row = (ended, number, rate, measured) =>
      [...head, ended, amount(number), rate, ...LATENCIES.map(([, member]) => micros(measured[member]))];
    const all = [row("succeeded", operation.ok, amount(operation.okPerSecond), operation.latency)];
    if (operation.throttled > 0) all.push(row("throttled", operation.throttled, "", operation.throttledLatency));
    if (operation.failed > 0) {
      all.push([...head, "failed", amount(operation.failed), "", ...LATENCIES.map(() => "")]);
    }
    return all;
  }));
  const heads = ["Operation", ...(several ? ["Result"] : []), "Ended", "Count", "Per second",
    ...LATENCIES.map(([name]) => name)];
  return table("Operations and their latencies", heads, rows, "numbers operations");
}

const perSecond = (result) =>
  (result.measuredSeconds ? amount(Math.round(result.ok / result.measuredSeconds * 100) / 100) : "–");

const SUMMARY = [
  ["Measured", (result) => duration(result.measuredSeconds)],
  ["Succeeded", (result) => amount(result.ok)],
  ["Succeeded a second", perSecond],
  ["Throttled", (result) => amount(result.throttled)],
  ["Failed", (result) => amount(result.failed)],
  ["Not started in time", (result) => amount(result.notStarted)],
  ["Read units consumed", (result) => amount(result.readUnits)],
  ["Write units consumed", (result) => amount(result.writeUnits)],
  ["Splits", (result) => (result.partitions === null ? "not told" : amount(result.splits.length))],
];

export function summaryTable(results) {
  return table("Totals", ["", ...results.map(({ name }) => name)],
    SUMMARY.map(([name, of]) => [name, ...results.map(of)]), "numbers summary");
}

const OPTIONS = [
  ["Workload", "workload"], ["Target", "target"], ["Endpoint", "endpoint"], ["Table", "table"], ["Seed", "seed"],
  ["Records", "records"], ["Workers", "workers"], ["Rate (operations/s)", "rate"], ["Duration (s)", "duration_seconds"],
  ["Warm-up (s)", "warm_up_seconds"], ["Billing", "billing"], ["Provisioned read units", "read_units"],
  ["Provisioned write units", "write_units"], ["Capacity mode", "capacity"], ["Virtual time", "virtual_time"],
  ["Zipf exponent", "zipf_exponent"], ["Share of reads", "read_share"], ["Application's suffixes", "suffixes"],
  ["Write shards", "write_shards"], ["Fields of an item", "fields"], ["Bytes of a field", "field_bytes"],
];

const ITS_OWN = "the workload's own";
const UNSET = {
  rate: "closed loop", capacity: "as the endpoint has it", read_share: ITS_OWN, fields: ITS_OWN, field_bytes: ITS_OWN,
};

function optionText(member, value) {
  if (value === null || value === undefined) {
    return UNSET[member] ?? "–";
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Number.isInteger(value)) return count(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// What was asked for. Options that this program has no name for are shown by their own.
export function optionsTable(results) {
  const named = new Set(OPTIONS.map(([, member]) => member));
  const others = [...new Set(results.flatMap((result) => Object.keys(result.options)))].filter((name) => !named.has(name));
  const rows = [...OPTIONS, ...others.map((name) => [name, name])]
    .filter(([, member]) => results.some((result) => member in result.options))
    .map(([name, member]) => {
      const cells = results.map((result) => optionText(member, result.options[member]));
      const differs = new Set(cells).size > 1;
      return [differs ? html`${name} <span class="differs">differs</span>` : name, ...cells];
    });
  rows.push(["Started", ...results.map((result) => result.started || "–")]);
  rows.push(["Machine", ...results.map(({ machine }) =>
    [machine.processor, machine.cores && `${machine.cores} cores`].filter(Boolean).join(", ") || "–")]);
  rows.push(["Driver", ...results.map((result) => result.program || "–")]);
  return table("Options", ["", ...results.map(({ name }) => name)], rows, "options");
}

// Throttled requests by reason, or failures by error.
export function reasonsTable(caption, head, reasons) {
  const all = reasons.reduce((sum, [, number]) => sum + number, 0);
  return table(caption, [head, "Count", "Share"],
    reasons.map(([reason, number]) => [reason, amount(number), `${count(Math.round(number / all * 1000) / 10)} %`]),
    "numbers reasons");
}

export function splitsTable(splits) {
  const ids = (list) => list.map((id) => `#${id}`).join(", ");
  return table("Splits", ["Time", "Reason", "Of", "Gone", "Made"], splits.map((split) =>
    [moment(split.second), split.reason, split.index ? `index ${split.index}` : "table", ids(split.gone), ids(split.made)]));
}

export function partitionsTable(result) {
  const total = (uses, what) => uses.reduce((sum, use) => sum + use[what], 0);
  const rows = result.partitions.map((partition) => {
    const both = [...partition.read, ...partition.write];
    return [`#${partition.id}`, partition.index ? `index ${partition.index}` : "table",
      html`<code>${partition.firstKey || "the beginning"}</code>`,
      amount(total(partition.read, "units")), amount(total(partition.write, "units")), amount(total(both, "throttled"))];
  });
  return table("Partitions", ["Partition", "Of", "First key", "Read units", "Write units", "Throttled"], rows, "numbers");
}

// The numbers of a chart over time.
export function timeTable(figure) {
  const written = figure.unit === "latency" ? latency : count;
  const steps = Math.ceil(figure.seconds / figure.step);
  return table(`${figure.title}: ${figure.unit === "latency" ? "slowest second" : figure.unit}`,
    ["From", ...figure.series.map(({ name }) => name)],
    Array.from({ length: steps }, (_, i) =>
      [moment(i * figure.step), ...figure.series.map(({ values }) => written(values[i]))]), "numbers");
}

"""Turns the benchmark's figures into bench/RESULTS.md."""


def _row(work, figure, bar, met):
    return f"| {work} | {figure} | {bar} | {'yes' if met else 'NO'} |"


def _ratio_row(work, ours, floor, bar, unit):
    """bar: None where none is set."""
    ratio = ours / floor
    measured = f"{ours:.2f} {unit} against {floor:.2f} {unit}: {ratio:.2f} ×"
    if bar is None:
        return f"| {work} | {measured} | none | |"
    return _row(work, measured, f"≤ {bar} ×", ratio <= bar)


def _bars(results):
    http, embedded = results["http"], results["embedded"]
    transactions = results["transactions"]
    capacity, access, policies = results["capacity"], results["access"], results["policies"]
    start, hot, create = results["start"], results["hot_key"], results["create_table"]
    slowdown = hot["many"] / hot["one"]
    return [
        _ratio_row("GetItem over HTTP, 32 connections, server CPU a request, against bare HTTP",
                   http["GetItem"], http["bare GetItem"], 2, "µs"),
        _ratio_row("PutItem over HTTP, likewise", http["PutItem"], http["bare PutItem"], 2.5, "µs"),
        _ratio_row("PutItem over HTTP on a table with a stream of both images, against one without",
                   results["stream"]["streamed"], results["stream"]["plain"], 1.6, "µs"),
        _ratio_row("embedded GetItem, CPU a call, against raw RocksDB get",
                   embedded["EngineGet"] / 1000, embedded["RawGet"] / 1000, 2.5, "µs"),
        _ratio_row("embedded PutItem, CPU a call, against raw RocksDB put",
                   embedded["EnginePut"] / 1000, embedded["RawPut"] / 1000, 3, "µs"),
        _ratio_row("embedded PutItem on a table with a stream of both images, against one without",
                   embedded["EnginePutStreamed"] / 1000, embedded["EnginePut"] / 1000, 1.6, "µs"),
        _ratio_row("TransactWriteItems of 4 puts over HTTP, 32 connections, server CPU, against PutItem",
                   transactions["TransactWriteItems"], transactions["PutItem"], 4, "µs"),
        _ratio_row("TransactGetItems of 4, likewise, against GetItem",
                   transactions["TransactGetItems"], transactions["GetItem"], 3, "µs"),
        _ratio_row("GetItem over HTTP, one connection, server CPU, with `-capacity partition` against `off`",
                   capacity["partition"]["GetItem"], capacity["off"]["GetItem"], 1.1, "µs"),
        _ratio_row("PutItem, likewise", capacity["partition"]["PutItem"], capacity["off"]["PutItem"],
                   1.1, "µs"),
        _ratio_row("GetItem over HTTP, 32 connections, server CPU, with `-auth sigv4` and policies against "
                   "`off`", access["sigv4"]["GetItem"], access["off"]["GetItem"], 1.15, "µs"),
        _ratio_row("PutItem, likewise; the SHA-256 of its item is asked for too", access["sigv4"]["PutItem"],
                   access["off"]["PutItem"], None, "µs"),
        _row("a decision with a policy of 20 statements, one of which allows; all of which leave it",
             f"{policies['AllowedByOneOfTwentyStatements'] / 1000:.2f} µs;"
             f" {policies['DeniedByTwentyStatements'] / 1000:.2f} µs", "≤ 3 µs",
             max(policies["AllowedByOneOfTwentyStatements"],
                 policies["DeniedByTwentyStatements"]) <= 3000),
        _row("UpdateItem (ADD), 16 connections, one hot key against 16 keys",
             f"{hot['one']:.0f}/s against {hot['many']:.0f}/s: {slowdown:.2f} × slower", "≤ 1.5 ×",
             slowdown <= 1.5),
        _row("start to first answer, in memory", f"{start['start_ms']:.1f} ms", "≤ 50 ms",
             start["start_ms"] <= 50),
        _row("idle memory, in memory", f"{start['idle_mb']:.1f} MB", "≤ 25 MB", start["idle_mb"] <= 25),
        _row(f"CreateTable over HTTP, first 500 and last 500 of {create['tables']:,} tables",
             f"{create['first_ms']:.2f} ms and {create['last_ms']:.2f} ms, seen by the client",
             "≤ 2 ms", create["last_ms"] <= 2),
    ]


def _throughput(rows):
    lines = ["| server | GetItem/s | CPU µs a GetItem | PutItem/s | CPU µs a PutItem | start ms | memory MB |",
             "|---|---|---|---|---|---|---|"]
    for row in rows:
        lines.append(
            f"| {row['name']} | {row['get_rate']:,.0f} | {row['get_cpu']:.0f} | {row['put_rate']:,.0f} |"
            f" {row['put_cpu']:.0f} | {row['start_ms']:.0f} | {row['memory_mb']:.0f} |")
    return lines


def render(results):
    lines = [
        "# Benchmark results", "",
        f"Written by `bench/run.py` on {results['date']}; machine: {results['machine']}.",
        "Items of about 900 bytes, in memory. Figures are medians; the floors were measured in the same",
        "run, in turns with what stands on them. Absolute times belong to the machine, ratios travel.",
        "", "## Bars", "", "| work | measured | bar | met |", "|---|---|---|---|",
        *_bars(results), "",
        "## Throughput, 32 connections", "",
        "Client and server share the machine's cores, so requests a second say less than CPU a request.",
        "Memory is that after the load; the start is from the process's start to its first answer. The runs",
        "are short and begin right after the start, so a virtual machine that compiles as it goes is not warm.",
        "", *_throughput(results["throughput"]), "",
    ]
    return "\n".join(lines)

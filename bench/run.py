#!/usr/bin/env python3
"""Measures Stator against floors taken in the same run and writes bench/RESULTS.md.

    bench/run.py [--build build/release] [--seconds 5] [--no-peers]

Needs a built tree (cmake --build of the release preset, with the benchmarks), wrk, and for the peers
npm and a Java 17 runtime. Every figure over HTTP is CPU time of the server process per request, which
holds still on a noisy machine, except in the table of throughput.
"""

import argparse
import datetime
import http.client
import itertools
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import report
import servers
import signed_load

LOAD = pathlib.Path(__file__).resolve().parent / "load" / "dynamodb.lua"
REPLAY = LOAD.with_name("replay.lua")
KEYS = 10_000
VERSIONS = itertools.count(1000, 2)  # all of four digits
HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/dynamodb/aws4_request, "
                     "SignedHeaders=host;x-amz-date;x-amz-target, Signature=" + "0" * 64,
}


def call(server, operation, body):
    """One request; returns the reply's JSON and its size in bytes."""
    request = urllib.request.Request(
        server.url, json.dumps(body).encode(),
        {**HEADERS, "X-Amz-Target": f"DynamoDB_20120810.{operation}"})
    with urllib.request.urlopen(request, timeout=30) as reply:
        text = reply.read()
    return json.loads(text or b"{}"), len(text)


def plain_call(server, operation, body):
    return call(server, operation, body)[0]


def create_table(server, name="bench", call=plain_call, **settings):
    call(server, "CreateTable", {
        "TableName": name, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], **settings})
    deadline = time.monotonic() + 30
    while call(server, "DescribeTable", {"TableName": name})["Table"]["TableStatus"] != "ACTIVE":
        if time.monotonic() > deadline:
            raise RuntimeError("the table does not become ACTIVE")
        time.sleep(0.05)


def load(server, operation, connections, seconds, keys=KEYS):
    """Runs wrk; returns (requests, requests a second, server CPU µs a request)."""
    version = next(VERSIONS)  # no put of this run may equal one of an earlier run
    return run_wrk(server, operation,
                   ["-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(LOAD), server.url, "--", operation,
                    str(keys), str(version)])


def run_wrk(server, operation, arguments):
    before = server.cpu_seconds()
    out = subprocess.run(["wrk", *arguments], check=True, capture_output=True, text=True).stdout
    used = server.cpu_seconds() - before
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"{server.name} {operation}: {out}")
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    return requests, rate, used / requests * 1e6


def cpu_per_request(server, operation, connections, seconds, keys=KEYS):
    return load(server, operation, connections, seconds, keys)[2]


def fill(server, seconds):
    """Puts every key at least once: wrk walks the keys in a full cycle."""
    done = 0
    while done < KEYS:
        done += load(server, "PutItem", 32, seconds)[0]


def sample_key(server):
    return call(server, "GetItem", {"TableName": "bench", "Key": {"pk": {"S": "user#0000000007"}}})


def http_figures(options):
    """Medians over rounds in which Stator and its floors take turns."""
    rounds = {"GetItem": [], "PutItem": [], "bare GetItem": [], "bare PutItem": []}
    with servers.stator(options.stator, "-inMemory") as ours:
        create_table(ours)
        fill(ours, options.seconds)
        item, reply_bytes = sample_key(ours)
        assert "Item" in item, "the load left a key out"
        with servers.BareServer(options.bare, reply_bytes) as bare_get, \
                servers.BareServer(options.bare, 2) as bare_put:
            for _ in range(options.rounds):
                for operation, bare in (("GetItem", bare_get), ("PutItem", bare_put)):
                    rounds[operation].append(cpu_per_request(ours, operation, 32, options.seconds))
                    rounds["bare " + operation].append(
                        cpu_per_request(bare, operation, 32, options.seconds))
    return {name: statistics.median(values) for name, values in rounds.items()}


def stream_figures(options):
    """CPU of a PutItem that changes its item, on a table with a stream and on one without, in turns."""
    plain, streamed = [], []
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    with servers.stator(options.stator, "-inMemory") as one, \
            servers.stator(options.stator, "-inMemory") as other:
        create_table(one)
        create_table(other, StreamSpecification=stream)
        for server in (one, other):
            fill(server, options.seconds)
        for _ in range(options.rounds):
            plain.append(cpu_per_request(one, "PutItem", 32, options.seconds))
            streamed.append(cpu_per_request(other, "PutItem", 32, options.seconds))
    return {"plain": statistics.median(plain), "streamed": statistics.median(streamed)}


def transaction_figures(options):
    """Server CPU µs a request of four items in a transaction, and of one item, in turns."""
    rounds = {name: [] for name in ("GetItem", "PutItem", "TransactGetItems", "TransactWriteItems")}
    with servers.stator(options.stator, "-inMemory") as ours:
        create_table(ours)
        fill(ours, options.seconds)
        for _ in range(options.rounds):
            for operation, figures in rounds.items():
                figures.append(cpu_per_request(ours, operation, 32, options.seconds))
    return {name: statistics.median(values) for name, values in rounds.items()}


def capacity_figures(options):
    """Server CPU µs a request with nothing enforced and with partitions' limits, in turns.

    Warm enough that nothing is throttled, from one connection, so that no quota is reached either: four
    have written more than the 40,000 units a second that a table may have.
    """
    rounds = {mode: {"GetItem": [], "PutItem": []} for mode in ("off", "partition")}
    warm = {"ReadUnitsPerSecond": 40_000, "WriteUnitsPerSecond": 40_000}
    with servers.stator(options.stator, "-inMemory", "-capacity", "off") as off, \
            servers.stator(options.stator, "-inMemory", "-capacity", "partition") as on:
        for server in (off, on):
            create_table(server, WarmThroughput=warm)
            done = 0
            while done < KEYS:
                done += load(server, "PutItem", 1, options.seconds)[0]
        for _ in range(options.rounds):
            for operation in ("GetItem", "PutItem"):
                for mode, server in (("off", off), ("partition", on)):
                    rounds[mode][operation].append(cpu_per_request(server, operation, 1, options.seconds))
    return {mode: {operation: statistics.median(values) for operation, values in figures.items()}
            for mode, figures in rounds.items()}


def signed_call(server, operation, body):
    text = json.dumps(body).encode()
    host = f"127.0.0.1:{server.port}"
    request = urllib.request.Request(server.url, text, signed_load.Signer(host).headers(operation, text))
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.loads(reply.read() or b"{}")


def replay(server, operation, connections, seconds, folder):
    """CPU µs a signed request of the server."""
    requests = folder / f"{server.port}.{operation}"
    signed_load.write_requests(requests, f"127.0.0.1:{server.port}", operation, KEYS)
    return run_wrk(server, operation, ["-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(REPLAY),
                                       server.url, "--", str(requests)])


def access_figures(options):
    """Server CPU µs a request, the same signed ones, with nobody asked who he is and with signatures
    verified and policies decided on, in turns."""
    rounds = {mode: {"GetItem": [], "PutItem": []} for mode in ("off", "sigv4")}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        signed_load.write_identities(folder / "identities.json")
        who = ["-auth", "sigv4", "-identities", str(folder / "identities.json")]
        with servers.stator(options.stator, "-inMemory") as off, \
                servers.stator(options.stator, "-inMemory", *who) as on:
            for server in (off, on):
                create_table(server, call=signed_call)
                replay(server, "PutItem", 32, options.seconds, folder)
            for _ in range(options.rounds):
                for operation in ("GetItem", "PutItem"):
                    for mode, server in (("off", off), ("sigv4", on)):
                        rounds[mode][operation].append(
                            replay(server, operation, 32, options.seconds, folder)[2])
    return {mode: {operation: statistics.median(values) for operation, values in figures.items()}
            for mode, figures in rounds.items()}


def hot_key_figures(options):
    """Requests a second of UpdateItem ADD from 16 connections, on one key and on 16."""
    one, many = [], []
    with servers.stator(options.stator, "-inMemory") as ours:
        create_table(ours)
        for _ in range(options.rounds):
            one.append(load(ours, "UpdateItem", 16, options.seconds, keys=1)[1])
            many.append(load(ours, "UpdateItem", 16, options.seconds, keys=16)[1])
    return {"one": statistics.median(one), "many": statistics.median(many)}


def embedded_figures(options):
    """CPU nanoseconds per call, medians of repetitions in one process."""
    return benchmark_figures(options.embedded)


def policy_figures(options):
    """CPU nanoseconds per decision, likewise."""
    return benchmark_figures(options.policies)


def benchmark_figures(program):
    out = subprocess.run(
        [program, "--benchmark_repetitions=7", "--benchmark_report_aggregates_only=true",
         "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"],
        check=True, capture_output=True, text=True).stdout
    return {row["run_name"]: row["cpu_time"] for row in json.loads(out)["benchmarks"]
            if row["aggregate_name"] == "median"}


def start_figures(options):
    starts, idle = [], []
    for _ in range(options.rounds * 2 + 1):
        with servers.stator(options.stator, "-inMemory") as ours:
            starts.append(ours.first_answer_ms)
            time.sleep(0.5)
            idle.append(ours.resident_mb())
    return {"start_ms": statistics.median(starts), "idle_mb": statistics.median(idle)}


def create_table_figures(options):
    """Milliseconds per CreateTable while 10,000 tables come to be: the first and the last 500.

    Over one connection, as SDKs do: making a new one takes longer than making a table.
    """
    times = []
    with servers.stator(options.stator, "-inMemory") as ours:
        connection = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=30)
        for number in range(options.tables):
            body = json.dumps({
                "TableName": f"table{number:05d}", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
            before = time.perf_counter()
            connection.request("POST", "/", body,
                               {**HEADERS, "X-Amz-Target": "DynamoDB_20120810.CreateTable"})
            reply = connection.getresponse()
            text = reply.read()
            times.append((time.perf_counter() - before) * 1000)
            if reply.status != 200:
                raise RuntimeError(f"CreateTable: {text}")
        connection.close()
        memory = ours.resident_mb()
    return {"first_ms": statistics.median(times[:500]), "last_ms": statistics.median(times[-500:]),
            "tables": options.tables, "memory_mb": memory}


def throughput(make, options):
    """Requests a second of one server, 32 connections, and the CPU of a request."""
    with make() as server:
        create_table(server)
        put_rate, put_cpu = load(server, "PutItem", 32, options.seconds)[1:]
        fill(server, options.seconds)
        get_rate, get_cpu = load(server, "GetItem", 32, options.seconds)[1:]
        return {"name": server.name, "start_ms": server.first_answer_ms, "get_rate": get_rate,
                "get_cpu": get_cpu, "put_rate": put_rate, "put_cpu": put_cpu,
                "memory_mb": server.resident_mb()}


def throughput_table(options):
    makers = [lambda: servers.stator(options.stator, "-inMemory")]
    if options.peers:
        servers.install_peers()
        makers += [servers.dynamodb_local, servers.dynalite, servers.dynoxide]
    return [throughput(make, options) for make in makers]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=servers.ROOT / "build" / "release")
    parser.add_argument("--seconds", type=int, default=5, help="of load for each figure")
    parser.add_argument("--rounds", type=int, default=3, help="of each figure; the median is reported")
    parser.add_argument("--tables", type=int, default=10_000)
    parser.add_argument("--no-peers", dest="peers", action="store_false")
    parser.add_argument("--output", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parent / "RESULTS.md")
    options = parser.parse_args()
    options.stator = options.build / "stator"
    options.bare = options.build / "bench" / "bare_http_server"
    options.embedded = options.build / "bench" / "embedded_bench"
    options.policies = options.build / "bench" / "access_bench"
    return options


def machine():
    model = next((line.partition(":")[2].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.processor())
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}"


def main():
    options = parse_arguments()
    steps = [("start", start_figures), ("embedded", embedded_figures), ("http", http_figures),
             ("stream", stream_figures), ("transactions", transaction_figures),
             ("capacity", capacity_figures), ("access", access_figures),
             ("policies", policy_figures), ("hot_key", hot_key_figures),
             ("create_table", create_table_figures),
             ("throughput", throughput_table)]
    results = {"date": datetime.date.today().isoformat(), "machine": machine()}
    for name, measure in steps:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        results[name] = measure(options)
    text = report.render(results)
    options.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

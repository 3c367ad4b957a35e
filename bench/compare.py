#!/usr/bin/env python3
"""Sets two results of stator-bench side by side, and fails when the newer one is worse.

    bench/compare.py OLD.json NEW.json [--noise 5%]

Per operation: latency (p50, p99, p99.9) and successful operations a second; and how many were throttled
and failed. Worse means beyond the noise: latencies and throttled or failed operations higher, operations
a second lower. Exit code 0: not worse, 1: worse, 2: the two cannot be compared.
"""

import argparse
import json
import math
import sys

FORMAT = 1
PERCENTILES = ("p50_micros", "p99_micros", "p99_9_micros")
# Two results are of the same work only when these options are equal.
WORK = ("workload", "records", "rate", "virtual_time", "billing", "read_units", "write_units", "capacity",
        "zipf_exponent", "read_share", "suffixes", "write_shards", "fields", "field_bytes", "workers")


class Unreadable(Exception):
    """Not a result, or not one to be compared with the other."""


def read_share(text):
    """0.05 from "5%" or "0.05"."""
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a share: {text}") from None
    if not math.isfinite(share) or share < 0:
        raise argparse.ArgumentTypeError(f"not a share: {text}")
    return share


def read_result(path):
    try:
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {error}") from None
    if not isinstance(result, dict) or result.get("program") != "stator-bench":
        raise Unreadable(f"{path}: not a result of stator-bench")
    if result.get("format") != FORMAT:
        raise Unreadable(f"{path}: format {result.get('format')}, not {FORMAT}")
    return result


def differing_options(old, new):
    return [name for name in WORK if old["options"].get(name) != new["options"].get(name)]


class Line:
    """One figure of both results. rising_is_worse: the higher, the worse."""

    def __init__(self, name, old, new, rising_is_worse):
        self.name = name
        self.old = old
        self.new = new
        self.rising_is_worse = rising_is_worse

    def change(self):
        """The new figure against the old one: 0.1 is a tenth more. None where one is missing."""
        if self.old is None or self.new is None:
            return None
        if self.old == 0:
            return 0.0 if self.new == 0 else math.inf
        return self.new / self.old - 1

    def is_worse(self, noise):
        change = self.change()
        if change is None:  # something went well once, and does not any more
            return self.old is not None and self.new is None
        # A rate falls by the noise when the time that an operation takes rises by it. The last term is
        # for figures that cannot be written in binary: 105 is not more than 5 % above 100.
        loss = change if self.rising_is_worse else 1 / (1 + change) - 1 if change > -1 else math.inf
        return loss > noise + 1e-9

    def text(self, noise):
        change = self.change()
        shown = "" if change is None else f"{change:+.1%}" if math.isfinite(change) else "new"
        mark = "  WORSE" if self.is_worse(noise) else ""
        return f"{self.name:<42} {number(self.old):>14} {number(self.new):>14} {shown:>9}{mark}"


def number(value):
    return "-" if value is None else f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def share_of(operation, member):
    total = operation["ok"] + operation["throttled"] + operation["failed"]
    return operation[member] / total if total else 0.0


def lines_of(old, new):
    olds = {operation["name"]: operation for operation in old["operations"]}
    news = {operation["name"]: operation for operation in new["operations"]}
    if set(olds) != set(news):
        missing = ", ".join(sorted(set(olds) ^ set(news)))
        raise Unreadable(f"only one of the results has: {missing}")
    for name in sorted(olds):
        left, right = olds[name], news[name]
        for percentile in PERCENTILES:
            yield Line(f"{name} {percentile}", left["latency"][percentile],
                       right["latency"][percentile], True)
        yield Line(f"{name} ok_per_second", left["ok_per_second"], right["ok_per_second"], False)
        # In per cent, because runs may differ in length.
        for member in ("throttled", "failed"):
            yield Line(f"{name} {member} %", 100 * share_of(left, member),
                       100 * share_of(right, member), True)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--noise", type=read_share, default=0.05,
                        help="what may differ without a meaning, e.g. 5%% (the default)")
    options = parser.parse_args(arguments)
    try:
        old, new = read_result(options.old), read_result(options.new)
        different = differing_options(old, new)
        if different:
            raise Unreadable("the runs did different work: " + ", ".join(different))
        lines = list(lines_of(old, new))
    except Unreadable as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    print(f"{'':<42} {'old':>14} {'new':>14} {'change':>9}")
    for line in lines:
        print(line.text(options.noise))
    return 1 if any(line.is_worse(options.noise) for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
